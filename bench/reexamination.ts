import { ticks } from '#kit/now.ts'
import { makeBureau } from '../test/setup/bureau.ts'
import { makeHouse } from '../test/setup/house.ts'
import { openCampaign, performMany, previewMany } from '../src/document/reexamination/actions.ts'
import { issuedDocuments } from '../src/document/reexamination/issued.fixture.ts'
import { campaignView, itemPage } from '../src/document/reexamination/present.ts'
import { reportOf } from '../src/document/reexamination/report.ts'
import { readCampaign } from '../src/document/reexamination/store.ts'
import type { Figure } from './figure.ts'

const size = 10_000
const turns = 40

async function p95(once: (turn: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    const began = ticks()
    await once(turn)
    times.push(ticks() - began)
  }
  return Math.round(times.sort((a, b) => a - b)[Math.ceil(turns * 0.95) - 1]!)
}

/** A campaign of 10,000 documents: taking in, lists, progress, result, and a hundred documents in one go. */
export async function bench(): Promise<Figure[]> {
  const t = await makeHouse()
  try {
    const bureau = await makeBureau(t.db)
    const { opennessOfficer: officer, departmentHead: head, drafter } = bureau.actors
    for (const departmentId of [bureau.departmentId, bureau.otherDepartmentId])
      await issuedDocuments(
        t.db,
        { bodyId: bureau.bodyId, departmentId, drafterId: drafter.staffId },
        size / 2,
      )
    const began = ticks()
    const { subject } = await openCampaign(t.house, officer, { year: 2026, opinionsBy: '2026-03-31' })
    const opened = ticks() - began
    const campaign = (await readCampaign(t.db, subject))!
    const none = { state: null, department: null, attribute: null, opinion: null, late: false, q: '' }
    const list = await p95(turn => itemPage(t.house, officer, subject, none, 1 + turn * 5))
    const filters = { ...none, state: 'asked', attribute: 'withheld', q: '事项' } as const
    const filtered = await p95(turn => itemPage(t.house, officer, subject, filters, 1 + turn))
    const progress = await p95(() => campaignView(t.house, officer, campaign, 100))
    const result = await p95(() => reportOf(t.house, campaign))
    const page = await t.db.selectFrom('reexamination_item').select('id').orderBy('id').limit(100).execute()
    const bulk = {
      verb: 'answer' as const,
      items: page.map(i => ({ id: i.id })),
      reason: '情势没有变化',
      form: { opinion: 'keep' },
    }
    const looked = ticks()
    await previewMany(t.house, head, subject, bulk)
    const preview = ticks() - looked
    const started = ticks()
    await performMany(t.house, head, subject, bulk, 'bench-bulk')
    const many = ticks() - started
    const most = (value: number) => ({ at: 'most' as const, value })
    const detail = `${size}件依申请公开、不予公开公文，两个部门；${turns}次取第95百分位，服务端，不含网络`
    return [
      {
        name: '年度复查：纳入一万件',
        value: Math.round(opened),
        unit: '毫秒',
        detail: '一次插入、一条履历、各部门负责人的通知，同一事务',
        target: most(10_000),
      },
      { name: '年度复查：清单一页 p95', value: list, unit: '毫秒', detail, target: most(100) },
      { name: '年度复查：三个条件的清单 p95', value: filtered, unit: '毫秒', detail, target: most(100) },
      { name: '年度复查：进度 p95', value: progress, unit: '毫秒', detail, target: most(100) },
      { name: '年度复查：结果 p95', value: result, unit: '毫秒', detail, target: most(200) },
      {
        name: '年度复查：一百件成批提出意见',
        value: Math.round(many),
        unit: '毫秒',
        detail: `每件一次办理，各有履历和请求标识；先看会怎样另需${Math.round(preview)}毫秒`,
        target: most(10_000),
      },
    ]
  } finally {
    await t.close()
  }
}
