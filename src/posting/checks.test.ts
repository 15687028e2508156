import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { presentScan } from '#patrol/actions/check.ts'
import { overruleFinding } from '#patrol/actions/ruling.ts'
import { idNumber } from '#patrol/patrol.fixture.ts'
import type { Actor } from '#kit/actor.ts'
import { refusal } from '../document/journey.fixture.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { tablesWith } from '../../test/setup/everywhere.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { beginPosting, performPosting } from './actions.ts'
import { checkedPosting } from './checks.ts'
import { emptyContent, type Content } from './model.ts'
import { readPosting } from './store.ts'
import type { PostingVerb } from './workflow.ts'

let t: TestHouse
let b: Bureau
let other: Bureau
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'ceshi', '测试县应急管理局')
  other = await makeBureau(t.db, 'biexian', '别县应急管理局')
})
afterAll(async () => {
  await t.close()
})

async function drafted(change: Partial<Content>): Promise<number> {
  const content = {
    ...emptyContent,
    title: '县应急局开展汛前检查',
    html: '<p>检查组到三个乡镇检查防汛物资储备。</p>',
    columns: ['news' as const],
    ...change,
  }
  return (await beginPosting(t.house, b.actors.drafter, { body: b.bodyId, kind: 'news', content })).subject
}
const step = (
  subject: number,
  verb: PostingVerb,
  actor: Actor,
  more: { form?: unknown; reason?: string } = {},
) => performPosting(t.house, { subject, verb, actor, ...more })
const release = (subject: number) =>
  step(subject, 'publish', b.actors.publisher, { form: { examined: true } })

async function overrule(subject: number, actor: Actor, reason: string) {
  const checked = (await checkedPosting(t.db, 'posting', subject, actor))!
  const finding = (await presentScan(t.house, checked, actor))!.findings.find(f => f.tier !== 'C')!
  await t.db
    .transaction()
    .execute(trx => overruleFinding(trx, { subject: checked, finding, actor, reason, at: t.house.now() }))
}

const queued = async () =>
  (
    await sql<{
      address: string
    }>`select payload ->> 'address' as address from graphile_worker._private_jobs j
      join graphile_worker._private_tasks k on k.id = j.task_id where k.identifier = 'patrol:check'`.execute(
      t.db,
    )
  ).rows.map(r => r.address)

describe('信息发布前的文字检查（吉林一（二）、一（三））', () => {
  test('条例第十五条：正文或要素里的身份证号过不了送审，拟稿人自己不能确认无误', async () => {
    const wide = [...idNumber(5)].map(c => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('')
    for (const leak of [
      { html: `<p>经审核，拟救助王某，证件号码${idNumber(4)}，公示七天。</p>` },
      { html: `<p>经审核，拟救助王某，证件号码${wide}，公示七天。</p>` },
      { facts: { 备注: `联系人证件号码${idNumber(6)}` } },
    ]) {
      const subject = await drafted(leak)
      const refused = await refusal(step(subject, 'submit', b.actors.drafter))
      expect(
        refused.reasons.some(r => r.basis === '条例/15'),
        JSON.stringify(leak),
      ).toBe(true)
      expect(JSON.stringify(refused.reasons)).not.toMatch(new RegExp(`${idNumber(4)}|${wide}|${idNumber(6)}`))
      expect((await readPosting(t.db, subject))!.state).toBe('draft')
    }
    expect(await queued()).toEqual([])
  })

  test('必须改正的：拟稿人说了不算；送审须一人、公开须两人确认，公开的同时排上巡检', async () => {
    const subject = await drafted({ html: '<p>检查组到三个乡镇，认真布署汛期工作。</p>' })
    const refused = await refusal(step(subject, 'submit', b.actors.drafter))
    expect(refused.reasons.map(r => r.field)).toEqual([expect.stringMatching(/^finding:/) as string])
    await overrule(subject, b.actors.drafter, '地方文件中的固定写法')
    await step(subject, 'submit', b.actors.drafter)
    const half = await refusal(release(subject))
    expect(half.reasons[0]!.text).toContain('还须由第二人确认')
    expect(await queued()).toEqual([])
    await overrule(subject, b.actors.publisher, '确为固定写法')
    await release(subject)
    expect(await queued()).toEqual([(await readPosting(t.db, subject))!.address])

    const grave = await drafted({ html: '<p>经攻府同意，现予公布，请相互转告。</p>' })
    await refusal(step(grave, 'submit', b.actors.drafter))
    await expect(overrule(grave, b.actors.drafter, '引用的是原文')).rejects.toThrow('拟稿人不能自己确认无误')
    await overrule(grave, b.actors.departmentHead, '引用的是原文')
    expect((await step(grave, 'submit', b.actors.drafter)).state).toBe('submitted')
  })

  test('更正也要检查：原文公开后改进了错误，更正稿过不了送审，公众看到的仍是原文', async () => {
    const subject = await drafted({})
    await step(subject, 'submit', b.actors.drafter)
    await release(subject)
    await step(subject, 'amend', b.actors.drafter, { reason: '补充情况' })
    const row = (await readPosting(t.db, subject))!
    await step(subject, 'save', b.actors.drafter, {
      form: { ...row.content, html: `${row.content.html}<p>联系人证件号码${idNumber(7)}。</p>` },
    })
    expect((await refusal(step(subject, 'submit', b.actors.drafter))).reasons.length).toBeGreaterThan(0)
    expect((await readPosting(t.db, subject))!.state).toBe('amending')
    await step(subject, 'save', b.actors.drafter, { form: row.content })
    expect((await step(subject, 'submit', b.actors.drafter)).state).toBe('resubmitted')
  })

  test('检查结果只给看得到这件信息的人：外机关和三员得不到', async () => {
    const subject = await drafted({ html: '<p>经攻府同意，现予公布，请相互转告。</p>' })
    for (const actor of [
      other.actors.departmentHead,
      b.actors.systemAdmin,
      b.actors.securityAdmin,
      b.actors.auditAdmin,
    ])
      expect(await checkedPosting(t.db, 'posting', subject, actor)).toBeNull()
    expect(await checkedPosting(t.db, 'document', subject, b.actors.drafter)).toBeNull()
    expect((await checkedPosting(t.db, 'posting', subject, b.actors.secrecyOfficer))!.bodyId).toBe(b.bodyId)
    // Who may not take the step is told so, and nothing of the text.
    const stranger = await refusal(step(subject, 'submit', other.actors.drafter))
    expect(stranger.code).toBe('not-found')
  })

  test('保密法第三十一条：因涉密撤回并清除的，标题、正文和检查结果在任何表里都不再有', async () => {
    const title = '某仓库丙七三一号储备情况'
    const text = '储备丁八四二号物资若干，布署如下。'
    const subject = await drafted({ title, html: `<p>${text}</p>` })
    await refusal(step(subject, 'submit', b.actors.drafter))
    await overrule(subject, b.actors.drafter, '地方文件中的固定写法')
    await step(subject, 'submit', b.actors.drafter)
    await overrule(subject, b.actors.leader, '确为固定写法')
    await release(subject)
    expect(await tablesWith(t, '丙七三一')).toContain('record.content')
    await step(subject, 'withdraw', b.actors.leader, {
      reason: '经核涉密',
      form: { publicNote: '该信息已撤回。', purge: true },
    })
    expect(await tablesWith(t, '丙七三一')).toEqual([])
    expect(await tablesWith(t, '丁八四二')).toEqual([])
    expect(await queued()).toContain((await readPosting(t.db, subject))!.address)
  })
})
