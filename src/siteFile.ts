import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OperatorError } from '#kit/errors.ts'

/** The site's own names and numbers (标识码、备案号、主办单位……), DATA_DIR/site.json; undefined where there is none. */
export async function readSiteFile(dataDir: string): Promise<unknown> {
  const file = join(dataDir, 'site.json')
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw new OperatorError(`${file} 不是有效的 JSON，请检查引号、逗号和括号。`)
  }
}
