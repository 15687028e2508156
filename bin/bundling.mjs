import { root } from './modules.mjs'

/** The options that the server's bundle and the single-file tools of the tests share. */
export const bundling = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  jsx: 'automatic',
  charset: 'utf8',
  sourcemap: true,
  // Traces name file and line all the same; without the texts of 60,000 lines a start writes and reads a third of the maps.
  sourcesContent: false,
  loader: { '.css': 'text', '.sql': 'text', '.browser.js': 'text' },
  logLevel: 'warning',
}
