import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '#kit/projectRoot.ts'
import { drawingFiles } from '../src/commands/drawings.ts'
import { makeHouse } from './setup/house.ts'

const root = projectRoot()

test('docs/drawings 与流程表一致：改了表要重画（npm run drawings）', () => {
  for (const [name, content] of drawingFiles())
    expect(readFileSync(join(root, 'docs', 'drawings', name), 'utf8'), name).toBe(content)
})

test('src/kit/schema.gen.ts 与迁移后的数据库一致：改了迁移要重新生成类型', async () => {
  const t = await makeHouse()
  const folder = mkdtempSync(join(tmpdir(), 'zhaoming-types-'))
  try {
    const { host, port, database, user, password } = t.connection()
    const url = `postgres://${encodeURIComponent(user!)}:${encodeURIComponent(String(password))}@localhost:${port}/${database}?host=${encodeURIComponent(host!)}`
    const copy = join(folder, 'schema.gen.ts')
    copyFileSync(join(root, 'src/kit/schema.gen.ts'), copy)
    const run = spawnSync(process.execPath, ['scripts/types.mjs', url, copy], { cwd: root, encoding: 'utf8' })
    expect(run.status, run.stdout + run.stderr).toBe(0)
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(join(root, 'src/kit/schema.gen.ts'), 'utf8'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await t.close()
  }
})

test('文档里的相对链接都指得到文件', () => {
  const pages = [
    ...readdirSync(root).filter(n => n.endsWith('.md')),
    ...['docs', 'docs/decisions', 'docs/drawings', 'demo/documents'].flatMap(folder =>
      readdirSync(join(root, folder))
        .filter(n => n.endsWith('.md'))
        .map(n => join(folder, n)),
    ),
  ]
  expect(pages.length).toBeGreaterThan(10)
  const dead = pages.flatMap(page =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map(m => m[1]!)
      .filter(target => !existsSync(join(root, dirname(page), target)))
      .map(target => `${page} → ${target}`),
  )
  expect(dead).toEqual([])
})
