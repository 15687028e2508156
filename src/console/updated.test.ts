import { expect, test } from 'vitest'
import { rereadAfterUpdate } from './updated.ts'

test('系统更新以后，开着的窗口取不到旧的页面部件：重新读取一次；还取不到的照常显示错误', () => {
  const page = new EventTarget()
  const held = new Map<string, string>()
  let at = 1_000_000
  let reloads = 0
  rereadAfterUpdate(page, {
    kept: { getItem: key => held.get(key) ?? null, setItem: (key, value) => void held.set(key, value) },
    now: () => at,
    reload: () => void reloads++,
  })
  const fails = () => !page.dispatchEvent(new Event('vite:preloadError', { cancelable: true }))
  expect([fails(), reloads]).toEqual([true, 1])
  at += 5_000
  expect([fails(), reloads]).toEqual([false, 1])
  at += 600_000
  expect([fails(), reloads]).toEqual([true, 2])
})
