import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { deliver, match, recover, write } from './actions/work.ts'
import { startWorker } from './mail.fixture.ts'
import { makeReaders, type Readers } from './readers.fixture.ts'

let r: Readers
let p: Readers['p']
let mail: Readers['mail']
beforeAll(async () => {
  r = await makeReaders()
  ;({ p, mail } = r)
})
afterAll(() => r.close())
beforeEach(() => r.reset())

describe('发送中断与对账', () => {
  it('发到一半：没交出去的重发一次，可能交出去的不再发，账总是平的', async () => {
    await r.nobodyElse()
    const { email } = await r.subscribe({ body: '1' })
    await publishOne(p.t.house, { body: 1, title: '发送中断' })
    await match(r.house())
    await write(r.house())
    // The server has the whole letter and never answers; this worker is never heard of again.
    mail.behave('silent')
    const lost = r.sender()
    const arrived = new Promise<void>(resolve => mail.onArrived(() => resolve()))
    void deliver(r.house(), lost).catch(() => {})
    await arrived
    mail.behave('take')
    mail.onArrived(() => {})
    expect(await recover(r.house())).toBe(0)
    p.t.pass(11 * 60_000)
    await r.run()
    await r.run()
    expect(r.lettersTo(email)).toHaveLength(1)
    lost.close()
    const ledger = await r.expectBalanced()
    expect(ledger.faults.some(f => f.text.includes('可能已经送达'))).toBe(true)
  })

  it.each([
    ['邮件服务器还没要信', 'rcpt', 1],
    ['信已经到了邮件服务器，还没有回话', 'arrived', 0],
  ] as const)('强行结束发送进程（%s）：重新运行后不重复', async (_, when, again) => {
    await r.nobodyElse()
    const { email } = await r.subscribe({ body: '1' })
    await publishOne(p.t.house, { body: 1, title: `结束进程${when}` })
    await match(r.house())
    await write(r.house())
    mail.behave(when === 'rcpt' ? 'deaf' : 'silent')
    const reached = new Promise<void>(resolve => mail.onArrived(() => resolve()))
    const child = await startWorker({
      connection: p.t.connection('office'),
      mail: mail.settings,
      now: p.t.house.now().toISOString(),
    })
    await reached
    child.kill('SIGKILL')
    await new Promise(resolve => child.once('close', resolve))
    mail.behave('take')
    mail.onArrived(() => {})
    const before = r.lettersTo(email).length
    await r.run()
    expect(r.lettersTo(email)).toHaveLength(before)
    p.t.pass(11 * 60_000)
    await r.run()
    await r.run()
    expect(r.lettersTo(email)).toHaveLength(1)
    expect(r.lettersTo(email).length - before).toBe(again)
    await r.expectBalanced()
  })

  it('随便怎么公开、撤回、停止、拒收：应发总等于已发、失败、不发之和，谁也不会为同一件收到两封', async () => {
    const act = fc.constantFrom(
      'publish',
      'withdraw',
      'stop',
      'refuse',
      'accept',
      'run',
      'run',
      'match',
      'write',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async acts => {
        mail.behave('take')
        await r.nobodyElse()
        const some = [await r.subscribe({ body: '3' }), await r.subscribe({ tag: '随便' })]
        const standing: string[] = []
        let n = 0
        for (const what of acts) {
          if (what === 'publish')
            standing.push(await publishOne(p.t.house, { body: 3, title: `随便第${++n}件`, tags: ['随便'] }))
          else if (what === 'withdraw' && standing.length > 0)
            await withdrawOne(p.t.house, standing.pop()!, 3)
          else if (what === 'stop') await r.post(`/subscribe/stop/${some[0]!.token}`, {})
          else if (what === 'refuse') mail.behave({ at: 'data', code: 451, text: 'later' })
          else if (what === 'accept') mail.behave('take')
          else if (what === 'match') await match(r.house())
          else if (what === 'write') await write(r.house())
          else await r.run()
          await r.expectBalanced()
          p.t.pass(120_000)
        }
        mail.behave('take')
        p.t.pass(8 * 86_400_000)
        await r.run()
        const ledger = await r.expectBalanced()
        expect(ledger.waiting).toBe(0)
        for (const s of some) {
          const told = r.lettersTo(s.email).flatMap(l => l.email.text!.match(/随便第\d+件/g) ?? [])
          expect(new Set(told).size).toBe(told.length)
        }
        for (const s of some) await r.post(`/subscribe/stop/${s.token}`, {})
      }),
      { numRuns: 8 },
    )
  })
})
