import { expect, it } from 'vitest'
import { Crowded, makeLimit } from './limit.ts'

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

it('等的人太多、等得太久，都请他过几秒再来；别人照常轮到，位置一个不少', async () => {
  const inTurn = makeLimit(2, { waiting: 3, milliseconds: 60, retryAfter: 5 })
  const gates: (() => void)[] = []
  const hold = () => inTurn(() => new Promise<string>(resolve => gates.push(() => resolve('好'))))
  const held = [hold(), hold()]
  const waiting = [hold(), hold(), hold()].map(w => w.catch((e: unknown) => e))
  await expect(hold()).rejects.toMatchObject({ name: 'Crowded', retryAfter: 5 })
  // Nobody leaves: those who wait give up.
  for (const one of await Promise.all(waiting)) expect(one).toBeInstanceOf(Crowded)
  const next = hold()
  gates.shift()!()
  expect(await held[0]).toBe('好')
  while (gates.length < 2) await new Promise(resolve => setTimeout(resolve, 1))
  for (const open of gates) open()
  expect(await Promise.all([held[1], next])).toEqual(['好', '好'])
  expect(await Promise.all([1, 2, 3].map(i => inTurn(async () => i)))).toEqual([1, 2, 3])
})
