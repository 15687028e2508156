import { expect, test } from 'vitest'
import { restore, type LocalCopy } from './autosave.ts'
import { Refusal, Unreachable } from './refusal.ts'
import { makeSaver } from './saver.ts'

type Draft = { readonly title: string; readonly body: string }
const first: Draft = { title: '甲', body: '' }

/** A server that keeps one draft, a machine that keeps one copy, and timers that run when told. */
function desk(start: Draft = first) {
  const server = { draft: start, version: 1 }
  const kept: { copy: LocalCopy<Draft> | null } = { copy: null }
  const timers: { at: number; work: () => void; off: boolean }[] = []
  const faults: (Error | null)[] = []
  const saver = makeSaver<Draft>(
    { draft: start, base: first, version: 1, savedAt: null },
    {
      async save(draft, version) {
        const fault = faults.shift()
        if (fault) throw fault
        if (version !== server.version) throw new Refused409()
        server.draft = draft
        server.version += 1
        return { version: server.version, savedAt: '2026-11-22T10:31:00+08:00' }
      },
      load: async () => ({ draft: server.draft, version: server.version }),
      async keep(copy) {
        kept.copy = copy
        return true
      },
      async drop() {
        kept.copy = null
      },
      now: () => 5,
      after(at, work) {
        const timer = { at, work, off: false }
        timers.push(timer)
        return () => {
          timer.off = true
        }
      },
    },
  )
  const run = async (longest: number) => {
    for (const timer of timers.filter(t => !t.off && t.at <= longest)) {
      timer.off = true
      timer.work()
    }
    await new Promise(resolve => setTimeout(resolve))
  }
  return { saver, server, kept, timers, faults, run }
}

class Refused409 extends Refusal {
  constructor() {
    super(409, 'stale', [{ text: '别处保存过。' }])
  }
}

test('改动5秒内存在本机，30秒内到服务器，到了以后本机不再留', async () => {
  const { saver, server, kept, timers, run } = desk()
  saver.edit({ body: '一' })
  expect(timers.map(t => t.at).every(at => at <= 30_000)).toBe(true)
  await run(5_000)
  expect(kept.copy).toMatchObject({ draft: { title: '甲', body: '一' }, baseVersion: 1 })
  expect(server.draft.body).toBe('')
  await run(30_000)
  expect(server.draft.body).toBe('一')
  expect(saver.get().status).toBe('saved')
  expect(kept.copy).toBeNull()
})

test('正在上传时关窗：本机留下的写明传的是哪一份，服务器收下了也不算别人改的', async () => {
  const { saver, server, kept, run } = desk()
  saver.edit({ title: '新题' })
  const sending = saver.flush()
  saver.edit({ body: '传的时候又写' })
  const copy = saver.unsent()
  await sending
  expect(copy).toMatchObject({ sent: { title: '新题', body: '' }, draft: { body: '传的时候又写' } })
  expect(restore(copy, { title: '新题', body: '' }, 2)).toMatchObject({ kind: 'local', fields: ['body'] })
  await run(30_000)
  expect(server.draft).toEqual({ title: '新题', body: '传的时候又写' })
  expect([saver.unsent(), kept.copy]).toEqual([null, null])
})

test('服务器刚收下、本机正在删留存时又写：这一次也送到才算存好', async () => {
  const { saver, server, run } = desk()
  saver.edit({ title: '新题' })
  const sending = saver.flush()
  while (server.version === 1 || saver.get().version === 1) await Promise.resolve()
  saver.edit({ body: '又写' })
  expect(await sending).toBe(true)
  expect(server.draft).toEqual({ title: '新题', body: '又写' })
  await run(30_000)
  expect([saver.get().status, server.version]).toEqual(['saved', 3])
})

test('断网：本机留着，状态说断网，恢复后自己补上', async () => {
  const { saver, server, kept, faults, run } = desk()
  faults.push(new Unreachable())
  saver.edit({ body: '断网时写的' })
  expect(await saver.flush()).toBe(false)
  expect(saver.get().status).toBe('offline')
  expect(kept.copy?.draft.body).toBe('断网时写的')
  await run(30_000)
  expect(server.draft.body).toBe('断网时写的')
})

test('别处保存过：并入别处的改动，自己的一项不丢，再存一次', async () => {
  const { saver, server } = desk()
  saver.edit({ body: '我的正文' })
  server.draft = { title: '别处改的标题', body: '' }
  server.version = 4
  expect(await saver.flush()).toBe(true)
  expect(server.draft).toEqual({ title: '别处改的标题', body: '我的正文' })
  expect(saver.get().conflicts).toEqual([])
})

test('两处改了同一项：留自己的，并点名', async () => {
  const { saver, server } = desk()
  saver.edit({ title: '我的标题' })
  server.draft = { title: '别处的标题', body: '' }
  server.version = 4
  await saver.flush()
  expect(server.draft.title).toBe('我的标题')
  expect(saver.get().conflicts).toEqual(['title'])
})

test('服务器不收：理由到页面，本机留着，不反复硬传', async () => {
  const { saver, kept, faults, timers } = desk()
  faults.push(new Refusal(422, 'invalid', [{ text: '标题过长。', field: 'title' }]))
  saver.edit({ title: '很长' })
  expect(await saver.flush()).toBe(false)
  expect(saver.get()).toMatchObject({ status: 'refused', reasons: [{ field: 'title' }] })
  expect(kept.copy?.draft.title).toBe('很长')
  expect(timers.filter(t => !t.off && t.at > 5_000)).toEqual([])
})

test('正在上传时又写了：两次都到服务器，不丢后一次', async () => {
  const { saver, server } = desk()
  saver.edit({ body: '一' })
  const sending = saver.flush()
  saver.edit({ body: '一二' })
  await sending
  await saver.flush()
  expect(server.draft.body).toBe('一二')
  expect(saver.unsent()).toBeNull()
})

test('关窗口时还没上传的内容随时取得到', () => {
  const { saver } = desk()
  expect(saver.unsent()).toBeNull()
  saver.edit({ body: '最后一句' })
  expect(saver.unsent()).toMatchObject({ draft: { body: '最后一句' }, base: first, baseVersion: 1 })
})

test('从本机恢复的内容不用再动一下，也会上传', async () => {
  const { server, run } = desk({ title: '甲', body: '上次没传的' })
  await run(30_000)
  expect(server.draft.body).toBe('上次没传的')
})
