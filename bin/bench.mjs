// npm run bench [-- name …]: builds the product and the benches, starts one real PostgreSQL, measures.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundling } from './bundling.mjs'
import { ensureModules, root } from './modules.mjs'
import { prepare } from './prepare.mjs'

await ensureModules('full')
await prepare('start')
// As the product runs: React is slower otherwise.
process.env.NODE_ENV ??= 'production'
const folder = join(root, 'node_modules', '.cache', 'bench')
mkdirSync(folder, { recursive: true })
const { build } = await import('esbuild')
await build({
  ...bundling,
  entryPoints: [join(root, 'bench', 'run.ts')],
  outfile: join(folder, 'run.js'),
  logLevel: 'error',
})
const { run } = await import(pathToFileURL(join(folder, 'run.js')).href)
process.exit(await run(process.argv.slice(2)))
