import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refused } from '#kit/errors.ts'
import { recordPages } from '#record/portal.tsx'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { makeWeb, type Web } from '../../test/setup/web.ts'
import { beginPosting, performPosting } from './actions.ts'
import { emptyContent, postingStates, type Content, type PostingKind } from './model.ts'
import { cannotStand } from './rules.ts'
import { readPosting } from './store.ts'
import { seesPosting } from './visibility.ts'
import { postingVerbs, postingWorkflow } from './workflow.ts'

let t: TestHouse
let b: Bureau
let web: Web
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'ceshi', '测试县应急管理局')
  web = await makeWeb(t, {
    pages: recordPages([]),
  })
})
afterAll(async () => {
  await web.close()
  await t.close()
})

const get = async (path: string) => {
  const answer = await fetch(web.url + path, { redirect: 'manual' })
  return { status: answer.status, text: await answer.text() }
}
const refusal = async (promise: Promise<unknown>) => {
  try {
    await promise
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
  throw new Error('nothing was refused')
}

async function published(kind: PostingKind, content: Partial<Content>): Promise<string> {
  const { actors } = b
  const { subject } = await beginPosting(t.house, actors.drafter, {
    body: b.bodyId,
    kind,
    content: { ...emptyContent, ...content },
  })
  await performPosting(t.house, { subject, verb: 'submit', actor: actors.drafter })
  await performPosting(t.house, {
    subject,
    verb: 'publish',
    actor: actors.publisher,
    form: { examined: true },
  })
  return (await readPosting(t.db, subject))!.address!
}

describe('信息发布（公文以外）', () => {
  test('条例第十七条：起草、送审的人不能自己公开；不确认已审查的不能公开；另一人审查后立即可读', async () => {
    const { actors } = b
    const { subject } = await beginPosting(t.house, actors.publisher, {
      body: b.bodyId,
      kind: 'news',
      content: {
        ...emptyContent,
        title: '县应急局开展汛前检查',
        html: '<p>检查组到三个乡镇检查防汛物资储备。</p>',
        columns: ['news'],
      },
    })
    await performPosting(t.house, { subject, verb: 'submit', actor: actors.publisher })
    const own = await refusal(
      performPosting(t.house, {
        subject,
        verb: 'publish',
        actor: actors.publisher,
        form: { examined: true },
      }),
    )
    expect(own.message).toContain('四眼原则')
    const unexamined = await refusal(
      performPosting(t.house, { subject, verb: 'publish', actor: actors.leader, form: {} }),
    )
    expect(unexamined.message).toContain('条例第十七条')
    await performPosting(t.house, {
      subject,
      verb: 'publish',
      actor: actors.leader,
      form: { examined: true },
    })
    const { address } = (await readPosting(t.db, subject))!
    const page = await get(address!)
    expect(page.status).toBe(200)
    expect(page.text).toContain('县应急局开展汛前检查')
    expect(page.text).toContain('<meta name="ColumnName" content="工作动态"/>')
    expect(page.text).toContain('"@type":"NewsArticle"')
    expect((await get('/ceshi/list/news/')).text).toContain('县应急局开展汛前检查')
  })

  test('缺的一次说全：标题、正文、必填项；含身份证号的不能送审', async () => {
    expect(cannotStand('organization', emptyContent).map(r => r.field)).toEqual([
      'title',
      'html',
      'facts.办公地址',
      'facts.办公时间',
      'facts.联系电话',
      'facts.负责人',
    ])
    const leak = cannotStand('notice', {
      ...emptyContent,
      title: '救助对象公示',
      html: '<p>张三，身份证号 11010519491231002X，拟予救助。</p>',
      columns: ['notice'],
    })
    expect(leak).toHaveLength(1)
    expect(leak[0]!.text).toContain('身份证号')
    expect(leak[0]!.text).not.toContain('19491231')
    expect(
      cannotStand('absence', {
        ...emptyContent,
        title: '无此职能',
        html: '<p>本机关不承担这项职能。</p>',
      })[0]!.field,
    ).toBe('item')
  })

  test('机构职能、领导信息（含分管政务公开的负责人）、无此职能说明：公开后出现在各自的页面；公开指南另有编制的地方', async () => {
    const organization = await published('organization', {
      title: '测试县应急管理局机构职能',
      html: '<p>负责全县应急管理工作，内设办公室、安全生产监管股。</p>',
      facts: {
        办公地址: '测试县人民路1号',
        办公时间: '工作日 8:30—17:30',
        联系电话: '0391-0000000',
        负责人: '负责人甲',
      },
    })
    await published('leader', {
      title: '负责人乙',
      facts: { 职务: '党委委员、副局长', 分工: '分管办公室、政务公开', 政务公开: '分管负责人' },
      rank: 2,
    })
    await published('leader', {
      title: '负责人甲',
      facts: { 职务: '党委书记、局长', 分工: '主持全面工作' },
      rank: 1,
    })
    const institution = (await get('/ceshi/institution.html')).text
    expect(institution.indexOf('负责人甲')).toBeLessThan(institution.indexOf('负责人乙'))
    expect(institution).toContain('政务公开分管负责人')
    expect(institution).toContain('测试县人民路1号')
    expect(institution).toContain(organization)

    await expect(published('guide', { title: '测试县应急管理局政府信息公开指南' })).rejects.toThrow(
      /公开指南在“公开指南与清单”里/,
    )

    const before = (await get('/ceshi/disclosure/statutory.html')).text
    expect(before).not.toContain('本机关无此职能')
    const absence = await published('absence', {
      title: '关于本机关不承担行政事业性收费的说明',
      html: '<p>依据本机关“三定”规定，本机关没有行政事业性收费项目。</p>',
      item: '20-8',
    })
    const after = (await get('/ceshi/disclosure/statutory.html')).text
    expect(after).toContain('本机关无此职能')
    expect(after).toContain(absence)
    expect(after).toContain('测试县应急管理局说明')
  })

  test('更正：审查前公众看到原文，审查后同一地址出新版本并写明改了什么；不写更正说明的不能公开', async () => {
    const { actors } = b
    const address = await published('notice', {
      title: '关于停水的公告',
      html: '<p>本机关办公楼十二月一日停水一天。</p>',
      columns: ['notice'],
    })
    const row = await t.db
      .selectFrom('posting')
      .select('id')
      .where('address', '=', address)
      .executeTakeFirstOrThrow()
    const step = (verb: (typeof postingVerbs)[number], actor: keyof Bureau['actors'], more = {}) =>
      performPosting(t.house, { subject: row.id, verb, actor: actors[actor], ...more })
    await step('amend', 'drafter', { reason: '日期写错' })
    const content = {
      ...emptyContent,
      title: '关于停水的公告',
      html: '<p>本机关办公楼十二月二日停水一天。</p>',
      columns: ['notice'],
    }
    await step('save', 'drafter', { form: content })
    await step('submit', 'drafter')
    expect((await get(address)).text).toContain('十二月一日')
    const silent = await refusal(step('publish', 'leader', { form: { examined: true } }))
    expect(silent.reasons.map(r => r.field)).toEqual(['note'])
    await step('publish', 'leader', { form: { examined: true, note: '更正停水日期。' } })
    const corrected = (await get(address)).text
    expect(corrected).toContain('十二月二日')
    expect(corrected).toContain('更正停水日期。')
    await step('withdraw', 'leader', { reason: '已恢复供水', form: { publicNote: '停水已结束，公告撤回。' } })
    const gone = await get(address)
    expect(gone.status).toBe(410)
    expect(gone.text).toContain('停水已结束')
    expect((await get('/ceshi/list/notice/')).text).not.toContain('关于停水的公告')
  })

  test('三员和外机关的人看不到；任何一条路都不经另一人之手就到不了公开', () => {
    const { actors } = b
    for (const who of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const)
      expect(seesPosting({ bodyId: b.bodyId }, actors[who]), who).toBe(false)
    expect(seesPosting({ bodyId: b.bodyId + 1 }, actors.leader)).toBe(false)
    for (const state of postingStates)
      for (const verb of postingVerbs) {
        const step = (postingWorkflow[state] as Record<string, { to: string; notBy?: readonly string[] }>)[
          verb
        ]
        if (step?.to === 'published' && verb !== 'amend') {
          expect(verb).toBe('publish')
          expect(step.notBy).toEqual(expect.arrayContaining(['draft', 'save', 'submit']))
        }
      }
  })
})
