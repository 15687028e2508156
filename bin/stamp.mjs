// Whether dist/ was built from the sources as they stand.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './modules.mjs'

export const dist = join(root, 'dist')
export const serverEntry = join(dist, 'main.js')
const source = join(root, 'src')

/** What each part is made of, beside src. The console holds copies of packages; the server only names them. */
const parts = {
  server: {
    files: ['package.json', 'bin/build.mjs', 'bin/bundling.mjs'],
    skips: /(^|\/)screens\/|\.test\.tsx?$/,
  },
  console: {
    files: ['package.json', 'package-lock.json', 'bin/build.mjs', 'vite.config.ts'],
    skips: /\.test\.tsx?$/,
  },
}

export function stampFile(part) {
  return join(dist, `.stamp-${part}`)
}

/** A digest of names, sizes and times: a few milliseconds, so that every command can afford it. */
export function stampOf(part) {
  const digest = createHash('sha256')
  const add = (name, path) => {
    const { size, mtimeMs } = statSync(path)
    digest.update(`${name}\0${size}\0${mtimeMs}\n`)
  }
  const walk = (folder, prefix) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const name = `${prefix}${entry.name}`
      if (entry.isDirectory()) walk(join(folder, entry.name), `${name}/`)
      else if (!parts[part].skips.test(name)) add(name, join(folder, entry.name))
    }
  }
  walk(source, '')
  for (const file of parts[part].files) if (existsSync(join(root, file))) add(file, join(root, file))
  return digest.digest('hex')
}

/** True too where there is nothing to build from: a packaged product, or a console that does not exist yet. */
export function isBuilt(part) {
  if (!existsSync(source)) return true
  if (part === 'console' && !existsSync(join(root, 'vite.config.ts'))) return true
  const product = part === 'server' ? serverEntry : join(dist, 'console')
  try {
    return existsSync(product) && readFileSync(stampFile(part), 'utf8') === stampOf(part)
  } catch {
    return false
  }
}
