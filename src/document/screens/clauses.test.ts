import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clauseName, shortCite } from '#console/parts/clauseName.ts'
import { cite, clause } from '#law/clauses.ts'

const folder = import.meta.dirname

test('页面上写的每一个依据都登记在条款表里', () => {
  const ids = readdirSync(folder)
    .filter(name => name.endsWith('.tsx'))
    .flatMap(name => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/(?:clause: '|<Clause id=")([^'"]+)/g),
    ])
    .map(found => found[1] ?? '')
  expect(ids.length).toBeGreaterThan(5)
  for (const id of new Set(ids)) expect(clause(id).text.length, id).toBeGreaterThan(5)
})

test('依据的短名：有文号的用文号，法律去掉国名，编号读成第几条', () => {
  expect(shortCite(cite('390号/四(一)5'))).toBe('应急厅函〔2019〕390号 四（一）5')
  expect(shortCite('《中华人民共和国政府信息公开条例》第二十六条')).toBe('《政府信息公开条例》第二十六条')
  expect(clauseName('条例/20')).toBe('条例第二十条')
  expect(clauseName('条例/13')).toBe('条例第十三条')
  expect(clauseName('保密法/31(3)')).toBe('保密法第三十一条（3）')
  expect(clauseName('390号/四(一)1')).toBe('390号 四（一）1')
})
