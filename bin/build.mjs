// node bin/build.mjs [server] [console]: both when none is named.
// Everything is built beside its place and renamed into it, the stamp last: a kill in the middle leaves what was there
// before, or something the next start builds again, and two builds at once end with one whole result.
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundling } from './bundling.mjs'
import { dist, isBuilt, serverEntry, stampFile, stampOf } from './stamp.mjs'
import { ensureModules, root, say } from './modules.mjs'

const unique = () => `.new-${process.pid}-${randomBytes(3).toString('hex')}`
const seconds = since => ((performance.now() - since) / 1000).toFixed(1)

export async function buildServer() {
  const since = performance.now()
  const { build } = await import('esbuild')
  const stamp = stampOf('server')
  mkdirSync(dist, { recursive: true })
  const name = `server-${stamp.slice(0, 12)}`
  const draft = join(dist, unique())
  try {
    // Split, for otherwise every package named anywhere is loaded before the first line of `zhaoming due` runs.
    await build({
      ...bundling,
      entryPoints: [join(root, 'src', 'main.ts')],
      outdir: draft,
      splitting: true,
      chunkNames: '[name]-[hash]',
    })
    // The same stamp is the same server, and somebody may be running from it.
    if (!existsSync(join(dist, name))) place(draft, join(dist, name))
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  writeWhole(serverEntry, `export * from './${name}/main.js'\n`)
  writeWhole(stampFile('server'), stamp)
  sweep(name)
  say(`  服务已构建（${seconds(since)}秒）`)
}

export async function buildConsole() {
  const config = join(root, 'vite.config.ts')
  if (!existsSync(config)) return
  const since = performance.now()
  const { build } = await import('vite')
  const stamp = stampOf('console')
  mkdirSync(dist, { recursive: true })
  const draft = join(dist, unique())
  try {
    await build({
      configFile: config,
      mode: 'production',
      logLevel: 'warn',
      build: { outDir: draft, emptyOutDir: true },
    })
    compress(join(draft, 'assets'))
    place(draft, join(dist, 'console'))
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  writeWhole(stampFile('console'), stamp)
  say(`  控制台已构建（${seconds(since)}秒）`)
}

/** Writes beside each text of a folder what is sent of it over the wire: a first visit is a third of the bytes. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    if (!/\.(?:js|css|svg)$/.test(name)) continue
    const plain = readFileSync(join(folder, name))
    const packed = gzipSync(plain, { level: 9 })
    if (packed.length < plain.length * 0.9) writeFileSync(join(folder, `${name}.gz`), packed)
  }
}

/** Puts a finished folder in its place; what stood there is moved away first, for a folder cannot be renamed onto one. */
function place(draft, target) {
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      renameSync(draft, target)
      return
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error
    }
    const old = join(dist, unique())
    try {
      renameSync(target, old)
      rmSync(old, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'ENOENT') throw error
    }
  }
  throw new Error(`cannot replace ${target}`)
}

function writeWhole(file, text) {
  const draft = join(dist, unique())
  writeFileSync(draft, text)
  renameSync(draft, file)
}

/** Removes what killed builds left and servers that nobody can still be running from: chunks are read late. */
function sweep(current) {
  const age = name => (Date.now() - statSync(join(dist, name)).mtimeMs) / 3600_000
  for (const name of readdirSync(dist)) {
    try {
      const stale =
        (name.startsWith('.new-') && age(name) > 1) || (name.startsWith('server-') && age(name) > 48)
      if (stale && name !== current) rmSync(join(dist, name), { recursive: true, force: true })
    } catch {
      // another build was quicker
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const named = process.argv.slice(2)
  const wanted = part => named.includes(part) || named.length === 0
  try {
    await ensureModules('prod')
    if (wanted('server') && !isBuilt('server')) await buildServer()
    if (wanted('console') && !isBuilt('console')) await buildConsole()
  } catch (error) {
    // The bundlers have already printed where and why.
    if (!Array.isArray(error.errors)) console.error(error.name === 'OperatorError' ? error.message : error)
    process.exitCode = 1
  }
}
