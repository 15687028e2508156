import { expect } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import type { Done } from '#kit/act.ts'
import { Refused } from '#kit/errors.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { saveDraft, startDraft } from './actions/draft.ts'
import { perform } from './actions/perform.ts'
import { emptyDraft, type Draft } from './model.ts'

export const sampleDraft: Draft = {
  ...emptyDraft,
  title: '测试县应急管理局关于做好汛期安全防范工作的通知',
  attribute: 'proactive',
  addressee: '各乡镇人民政府：',
  signatories: ['测试县应急管理局'],
  columns: ['policy'],
  bodyHtml:
    '<p>各乡镇人民政府：</p><p>请做好汛期安全防范工作。</p><p class="right">测试县应急管理局</p><p class="right">2026年3月2日</p>',
}

export type More = { reason?: string; form?: unknown; key?: string; version?: number }

export type DocumentBench = {
  readonly t: TestHouse
  readonly bureau: Bureau
  readonly who: Bureau['actors']
  drafted(change?: Partial<Draft>, actor?: Actor): Promise<Done>
  go(subject: number, verb: string, actor: Actor, more?: More): Promise<Done>
  /** Takes a document from the drafter's desk to a verb, all before it included. */
  upTo(verb: string, change?: Partial<Draft>): Promise<number>
}

export async function makeDocumentBench(startAt = '2026-03-02T09:00:00+08:00'): Promise<DocumentBench> {
  const t = await makeHouse(startAt)
  const bureau = await makeBureau(t.db)
  const who = bureau.actors
  const drafted: DocumentBench['drafted'] = async (change = {}, actor = who.drafter) => {
    const made = await startDraft(t.house, actor)
    const saved = await saveDraft(t.house, actor, made.subject, 1, { ...sampleDraft, ...change })
    return { ...made, version: saved.version }
  }
  const go: DocumentBench['go'] = (subject, verb, actor, more = {}) =>
    perform(t.house, { subject, verb, actor, ...more })
  const upTo: DocumentBench['upTo'] = async (verb, change = {}) => {
    const { subject } = await drafted(change)
    const way: [string, Actor, More?][] = [
      ['submit', who.drafter],
      ['approve', who.departmentHead],
    ]
    if (change.secrecyDoubt) way.push(['clear', who.secrecyOfficer, { reason: '经审查不涉密' }])
    way.push(['agree', who.opennessOfficer])
    if (change.normative) way.push(['pass', who.legalReviewer, { reason: '合法' }])
    way.push(
      ['sign', who.leader],
      ['number', who.publisher, { form: { series: '测应急' } }],
      ['issue', who.publisher],
      ['publish', who.publisher],
    )
    for (const [step, actor, more] of way) {
      await go(subject, step, actor, more)
      if (step === verb) break
    }
    return subject
  }
  return { t, bureau, who, drafted, go, upTo }
}

export async function refusal(act: Promise<unknown>): Promise<Refused> {
  const error = await act.then(
    () => null,
    e => e as unknown,
  )
  expect(error).toBeInstanceOf(Refused)
  return error as Refused
}
