import { expect, it } from 'vitest'
import { makeLimit } from './limit.ts'

it('同时只做这么多，后来的按先后等；做坏的也让出位置', async () => {
  const inTurn = makeLimit(3)
  let [now, most] = [0, 0]
  const begun: number[] = []
  const all = await Promise.allSettled(
    Array.from({ length: 50 }, (_, i) =>
      inTurn(async () => {
        begun.push(i)
        most = Math.max(most, ++now)
        await new Promise(resolve => setTimeout(resolve, i % 5))
        now--
        if (i % 7 === 0) throw new Error('bad')
        return i
      }),
    ),
  )
  expect(most).toBe(3)
  expect(now).toBe(0)
  expect(begun).toEqual([...begun].sort((a, b) => a - b))
  expect(all.map(a => (a.status === 'fulfilled' ? a.value : 'bad'))).toEqual(
    Array.from({ length: 50 }, (_, i) => (i % 7 === 0 ? 'bad' : i)),
  )
  // All places are free again.
  expect(await Promise.all([1, 2, 3].map(i => inTurn(async () => i)))).toEqual([1, 2, 3])
})
