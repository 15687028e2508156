import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder that holds this product's package.json: the same answer from src, from dist and from a packaged copy. */
export function projectRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'zhaoming')
      return folder
    if (dirname(folder) === folder)
      throw new Error(`no package.json of zhaoming above ${import.meta.dirname}`)
  }
}
