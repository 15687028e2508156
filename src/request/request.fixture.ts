import type { Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { dayOf } from '#kit/now.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { performRequest } from './actions/perform.ts'
import { registerRequests, type Registered } from './actions/register.ts'
import type { Answers } from './guide.ts'
import { performLetter } from './letters/actions.ts'
import { goesOut } from './letters/unsent.ts'
import { formOf } from './letters/words.ts'
import { stateOf } from './letters/workflow.ts'
import { lettersOf } from './store/letters.ts'

/** For tests only: a bureau that has set its places of remedy, and requests on their way. */

export const sampleApplication = {
  applicantKind: 'natural',
  name: '申请人甲某',
  identityProof: 'passport',
  identityNumber: 'X0000001',
  phone: '13800000000',
  email: 'applicant@example.invalid',
  description: '2025年度安全生产监督检查计划及执行情况',
  carrier: 'paper',
  delivery: 'post',
  address: '测试县测试路1号',
}

export const emptyFile = {
  publicInterest: '',
  classificationEvidence: '',
  harm: '',
  prohibitingLaw: '',
  specialLaw: '',
  rightChannel: '',
  earlierRequest: '',
  publicAddress: '',
  provision: '复印件1份，随本答复书提供',
  responsibleBody: '',
  reason: '',
}

/** Answers that lead to an outcome, everything before it ordinary. */
export const ordinary: Answers = {
  standing: 'on',
  clear: 'yes',
  nature: 'information',
  repeated: 'no',
  excessive: 'no',
  public: 'no',
  ours: 'yes',
  held: 'found',
  exempt: 'none',
}

type More = { reason?: string; form?: unknown; key?: string }

export type RequestBench = {
  readonly t: TestHouse
  readonly bureau: Bureau
  readonly who: Bureau['actors']
  register(change?: object, letter?: object): Promise<Registered[]>
  go(subject: number, verb: string, actor: Actor, more?: More): Promise<Done>
  /** Finishes every paper that steps of the case said was sent. */
  send(subject: number): Promise<void>
  /** Takes a received case to its reply on the day the clock stands at. */
  reply(
    subject: number,
    answers?: Answers,
    more?: { file?: object; grounds?: string[]; how?: object },
  ): Promise<Done>
}

export async function makeRequestBench(startAt = '2026-03-02T09:00:00+08:00'): Promise<RequestBench> {
  const t = await makeHouse(startAt)
  const bureau = await makeBureau(t.db)
  await t.db
    .insertInto('request_setting')
    .values({
      body_id: bureau.bodyId,
      series: '测应急',
      review_body: '测试县人民政府',
      court: '测试县人民法院',
      online_review: 'https://review.example.invalid/',
    })
    .execute()
  const who = bureau.actors
  const today = () => dayOf(t.house.now())
  const send = async (subject: number) => {
    for (const letter of await lettersOf(t.db, subject))
      if (stateOf(letter) === 'draft' && goesOut(formOf(letter)))
        await performLetter(t.house, {
          subject: letter.id,
          verb: 'finish',
          actor: who.opennessOfficer,
          reason: '按实际发出的定稿。',
        })
  }
  const go: RequestBench['go'] = (subject, verb, actor, more = {}) =>
    performRequest(t.house, { subject, verb, actor, ...more })
  return {
    t,
    bureau,
    who,
    go,
    send,
    register: (change = {}, letter = {}) =>
      registerRequests(t.house, who.opennessOfficer, bureau.bodyId, {
        channel: 'counter',
        submittedOn: today(),
        arrivedOn: today(),
        application: { ...sampleApplication, ...change },
        ...letter,
      }),
    async reply(subject, answers = ordinary, more = {}) {
      await send(subject)
      await go(subject, 'propose', who.opennessOfficer, {
        form: {
          answers,
          file: { ...emptyFile, ...more.file },
          grounds: more.grounds ?? [],
          findings: '经查，情况属实。',
        },
      })
      await go(subject, 'review', who.legalReviewer)
      await go(subject, 'approve', who.leader)
      return go(subject, 'deliver', who.opennessOfficer, {
        form: { how: 'post', on: today(), mailNumber: 'XA00000000041', ...more.how },
      })
    },
  }
}
