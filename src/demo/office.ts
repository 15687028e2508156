import { beginAlert, performAlert } from '#alert/actions.ts'
import { fileRegister } from '#archive/actions/filing.ts'
import { prepareTransfer } from '#archive/actions/transfer.ts'
import { sendDeposit } from '#archive/deposit/actions.ts'
import { importList, performList } from '#catalog/lists/actions.ts'
import { readList } from '#catalog/lists/store.ts'
import { registerSystem } from '#catalog/reports/actions.ts'
import { standingVersion } from '#catalog/store.ts'
import { readDocument } from '#document/store.ts'
import type { Actor } from '#kit/actor.ts'
import { sha256Hex } from '#kit/crypto.ts'
import { dayOf } from '#kit/now.ts'
import { addDays } from '#law/day.ts'
import { takeTable } from '#moved/actions.ts'
import { performWebhook, registerWebhook } from '#outreach/webhook/actions.ts'
import { changeLexicon } from '#patrol/actions/lexicon.ts'
import { reconcile } from '#patrol/actions/order.ts'
import { delegate } from '#people/actions/delegation.ts'
import { changeSynonyms, synonymsFor } from '#search/actions/synonyms.ts'
import type { House } from '../house.ts'
import { demoActor } from './documents.ts'
import { powers, services, type Listed } from './officeTexts.ts'

/** What an office keeps besides its texts: lists, filings, words, receivers, leave. One of each, so that no screen of the demonstration is bare. */

const slug = 'jiaozuo'

type People = Readonly<Record<'openness' | 'legal' | 'leader' | 'publisher' | 'sysadmin' | 'head', Actor>>

const nothing = {
  ...{ code: null, basicCode: null, implementCode: null, part: null, audience: null, levels: null },
  ...{ duties: null, liability: null, note: null },
}

async function loadLists(house: House, who: People): Promise<void> {
  const body = who.openness.bodyId
  for (const [kind, list] of [
    ['power', powers],
    ['service', services],
  ] as const) {
    const entries = list.map(([name, type, basis, handler]: Listed, i) => ({
      ...{
        ...nothing,
        order: String(i + 1),
        name,
        type,
        basis: [basis],
        subject: '焦作市应急管理局',
        handler,
      },
    }))
    const key = `demo-list-${kind}`
    const source = { name: '清单（演示）.xlsx', hash: sha256Hex(JSON.stringify(entries)) }
    const { subject } = await importList(house, who.openness, { body, kind, source, entries }, key)
    if ((await readList(house.db, subject))?.state === 'published') continue
    const form = { effectiveOn: dayOf(house.now()) }
    await performList(house, { subject, verb: 'publish', actor: who.publisher, form, key: `${key}-publish` })
  }
}

async function loadArchive(house: House, who: People): Promise<void> {
  const today = dayOf(house.now())
  const { bodyId } = who.openness
  const last = Number(today.slice(0, 4)) - 1
  const [from, until] = [`${last}-01-01`, `${last}-12-31`]
  const note = '演示：号码由原系统编排，缺号情况另行说明。'
  await fileRegister(house, who.openness, bodyId, { from, until, note }, 'demo-filing')
  await prepareTransfer(
    house,
    who.openness,
    bodyId,
    { archives: '焦作市档案馆（演示）', from: `${last - 2}-01-01`, until },
    'demo-transfer',
  )
  const normative = await house.db
    .selectFrom('document')
    .select('id')
    .where('body_id', '=', bodyId)
    .where('normative', '=', true)
    .where('state', '=', 'published')
    .orderBy('id')
    .executeTakeFirst()
  if (normative)
    await sendDeposit(
      house,
      who.legal,
      {
        document: normative.id,
        explanation: '演示：制定的背景、依据、征求意见和合法性审查的情况、主要内容，见起草说明。',
      },
      'demo-deposit',
    )
}

/** A word that the office looks for, what was found by it, and words that a search takes for each other. */
async function loadWords(house: House, who: People): Promise<void> {
  const { db } = house
  const { bodyId } = who.openness
  const known = await db.selectFrom('event').select('id').where('subject_kind', '=', 'lexicon').where('body_id', '=', bodyId).executeTakeFirst() // prettier-ignore
  if (!known)
    await changeLexicon(house, who.openness, {
      version: 0,
      reason: '机构改革后的名称（演示）',
      put: [
        {
          ...{ wrong: '安监站', right: '应急管理站', tier: 'B', kind: 'organ' },
          ...{ note: '街道的安全生产监管机构改革后的名称。', source: '演示', except: [] },
        },
      ],
      remove: [],
      off: [],
    })
  const shown = await db
    .selectFrom('document')
    .select('id')
    .where('body_id', '=', bodyId)
    .where('state', '=', 'published')
    .where('body_html', 'like', '%安监站%')
    .execute()
  for (const { id } of shown) {
    const { address } = (await readDocument(db, id))!
    if (address) await reconcile(house, address)
  }
  const { version } = await synonymsFor(house, who.openness)
  if (version === 0)
    await changeSynonyms(house, who.openness, {
      version,
      reason: '群众常用的说法（演示）',
      groups: [
        { words: ['冬春救助', '冬令春荒救助', '过冬补助'], oneWay: false, note: '来信中常见的叫法。' },
        { words: ['举报奖励', '隐患有奖举报'], oneWay: false, note: '' },
      ],
    })
}

/** Programs of others: one that is told of changes, one that may report. */
async function loadPrograms(house: House, who: People): Promise<void> {
  const { bodyId } = who.openness
  const told = await registerWebhook(
    house,
    who.sysadmin,
    bodyId,
    {
      name: '市政务服务平台（演示）',
      contact: '焦作市行政审批和政务信息管理局（演示）',
      url: 'https://receiver.example.com/changes',
      below: true,
    },
    'demo-webhook',
  )
  // Nobody listens at an address of a demonstration.
  await performWebhook(house, {
    ...{ subject: told.subject, verb: 'pause', actor: who.sysadmin, key: 'demo-webhook-pause' },
  })
  const item = (await standingVersion(house.db, bodyId, 'safety-production'))?.items.find(i =>
    i.lineage.codes.includes('AQSC-YF-01'),
  )
  if (item)
    await registerSystem(
      house,
      who.openness,
      {
        body: bodyId,
        name: '行政许可公示系统（演示）',
        keeper: '安全生产综合协调科',
        hosts: ['permits.example.com'],
        items: [{ field: 'safety-production', key: item.key }],
      },
      'demo-system',
    )
}

async function loadSite(house: House, who: People): Promise<void> {
  const { bodyId } = who.openness
  const words = {
    ...{ kind: 'response', level: '四级响应', address: null, startsAt: null, endsAt: null },
    ...{ title: '强降雨四级应急响应（演示）', text: '请远离河道和低洼地带，注意出行安全。' },
  }
  const { subject } = await beginAlert(house, who.leader, { body: bodyId, form: words }, 'demo-alert')
  await performAlert(house, {
    ...{ subject, verb: 'lower', actor: who.publisher, key: 'demo-alert-lower' },
    reason: '降雨过程结束（演示）',
  })
  const cold = {
    ...{ ...words, level: '提示', title: '寒潮和道路结冰安全提示（演示）' },
    text: '请检查取暖设备，防范一氧化碳中毒，减少夜间出行。',
  }
  await beginAlert(house, who.publisher, { body: bodyId, form: cold }, 'demo-alert-cold')
  const numbers = await house.db
    .selectFrom('document')
    .select('document_number')
    .where('body_id', '=', bodyId)
    .where('normative', '=', true)
    .where('state', '=', 'published')
    .where('document_number', 'is not', null)
    .orderBy('id')
    .execute()
  const lines = numbers.map((d, i) => `/zwgk/gfxwj/${i + 1}.html,${d.document_number}`)
  await takeTable(
    house,
    who.publisher,
    bodyId,
    {
      name: '原网站规范性文件网址对照表（演示）.csv',
      bytes: Buffer.from(['旧网址,文号', ...lines].join('\n')),
    },
    'demo-moved',
  )
}

/** 部门负责人甲 is on leave in some days. */
async function loadLeave(house: House, who: People): Promise<void> {
  const given = await house.db
    .selectFrom('delegation')
    .select('id')
    .where('from_staff', '=', who.head.staffId)
    .executeTakeFirst()
  if (given) return
  const today = dayOf(house.now())
  const { staffId: toStaff } = await demoActor(house, slug, 'head2')
  await delegate(house, who.head, {
    ...{ toStaff, fromOn: addDays(today, 7), untilOn: addDays(today, 11), reason: '参加培训（演示）' },
  })
}

export async function loadOffice(house: House): Promise<void> {
  const one = (key: string) => demoActor(house, slug, key)
  const who: People = {
    openness: await one('openness'),
    legal: await one('legal'),
    leader: await one('leader'),
    publisher: await one('publisher'),
    sysadmin: await one('sysadmin'),
    head: await one('head'),
  }
  await loadLists(house, who)
  await loadArchive(house, who)
  await loadWords(house, who)
  await loadPrograms(house, who)
  await loadSite(house, who)
  await loadLeave(house, who)
}
