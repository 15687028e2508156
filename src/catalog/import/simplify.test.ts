import { Converter } from 'opencc-js/t2cn'
import { expect, test } from 'vitest'
import { traditional } from './simplify.ts'

test('每个作为繁体标志的字都会被转换：简体文字里不会出现它', () => {
  const convert = Converter({ from: 't', to: 'cn' })
  const chars = [...traditional.source.slice(1, -1)]
  expect(chars.length).toBeGreaterThan(500)
  expect(chars.filter(c => convert(c) === c)).toEqual([])
})
