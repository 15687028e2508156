import { readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vitest/config'

/**
 * Style sheets and SQL that server code imports are text, as in the server's bundle. Under a name of their own, for
 * vite would otherwise treat a `.css` as a style sheet and hand over an empty string.
 */
function textFiles(): Plugin {
  const prefix = '\0text:'
  return {
    name: 'zhaoming-text-files',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!/\.(css|sql|browser\.js)$/.test(source)) return null
      const found = await this.resolve(source, importer, { skipSelf: true })
      return found === null || found.id.includes('/node_modules/') ? null : `${prefix}${found.id}.js`
    },
    load(id) {
      if (!id.startsWith(prefix)) return null
      return `export default ${JSON.stringify(readFileSync(id.slice(prefix.length, -3), 'utf8'))}`
    },
  }
}

export default defineConfig({
  plugins: [textFiles()],
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/setup/global.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // For a machine that is slow and busy with other things: a limit here only ends what hangs, it measures nothing.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    teardownTimeout: 90_000,
    expect: { poll: { timeout: 40_000, interval: 50 } },
    passWithNoTests: false,
  },
})
