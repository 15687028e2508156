import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refused } from '#kit/errors.ts'
import { recordPages } from '#record/portal.tsx'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { makeWeb, type Web } from '../../test/setup/web.ts'
import { beginAlert, performAlert, seesAlert } from './actions.ts'
import { alertPages, alertParts, readAlerts } from './portal.tsx'

let t: TestHouse
let above: Bureau
let below: Bureau
let web: Web
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  above = await makeBureau(t.db, 'shi', '测试市应急管理局')
  below = await makeBureau(t.db, 'xian', '测试县应急管理局')
  const under = { parent_id: above.bodyId, ancestors: [above.bodyId] }
  await t.db.updateTable('body').set(under).where('id', '=', below.bodyId).execute()
  await t.db.updateTable('record.body').set(under).where('id', '=', below.bodyId).execute()
  web = await makeWeb(t, {
    pages: [...recordPages(alertParts), ...alertPages],
    state: readAlerts,
  })
})
afterAll(async () => {
  await web.close()
  await t.close()
})

const page = async (path: string) => (await fetch(web.url + path)).text()
const htmlClass = (html: string) => /<html lang="zh-CN"(?: class="([^"]*)")?/.exec(html)?.[1] ?? ''
const form = {
  kind: 'response',
  level: '三级响应',
  title: '测试县启动防汛三级应急响应',
  text: '请低洼地带群众按通知转移，求助电话 119。',
  address: null,
  startsAt: null,
  endsAt: null,
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

describe('应急公告：一个开关，两个人（条例第二十条第十二项）', () => {
  test('经办人提请，自己不能核准；另一人核准后立即出现在本机关的每一页（含出错页），上级和首页各按其范围', async () => {
    const { subject } = await beginAlert(t.house, below.actors.opennessOfficer, { body: below.bodyId, form })
    const calm = 'href="/xian/alerts.html">当前无应急响应</a>'
    expect(await page('/xian/')).not.toContain('三级响应')
    expect(await page('/xian/')).toContain(calm)
    expect(
      (await refusal(performAlert(t.house, { subject, verb: 'raise', actor: below.actors.opennessOfficer })))
        .message,
    ).toContain('四眼原则')
    await performAlert(t.house, { subject, verb: 'raise', actor: below.actors.publisher })
    for (const path of [
      '/xian/',
      '/xian/list/all/',
      '/xian/disclosure/statutory.html',
      '/',
      '/xian/nosuch.html',
    ])
      expect(await page(path), path).toContain('测试县启动防汛三级应急响应')
    expect(await page('/xian/')).not.toContain(calm)
    // 全站的页面上没有写着它的，也不能说没有。
    for (const path of ['/alerts.html', '/list/all/', '/bodies.html']) {
      expect(await page(path), path).toContain('1 项应急响应进行中')
      expect(await page(path), path).not.toContain('当前无应急响应')
    }
    expect(await page('/shi/')).toContain('>本机关当前无应急响应</a>')
    // 县里的响应不写到市局自己的页面上。
    expect(await page('/shi/')).not.toContain('三级响应')
    expect(await page('/xian/alerts.html')).toContain('响应中')
    const silent = await refusal(
      performAlert(t.house, { subject, verb: 'lower', actor: below.actors.publisher }),
    )
    expect(silent.reasons[0]!.field).toBe('reason')
    await performAlert(t.house, { subject, verb: 'lower', actor: below.actors.publisher, reason: '雨势减弱' })
    expect(await page('/xian/')).not.toContain('三级响应')
    expect(await page('/xian/')).toContain(calm)
    const history = await page('/xian/alerts.html')
    expect(history).toContain('测试县启动防汛三级应急响应')
    expect(history).toContain('已解除')
    expect(history).toContain('当前没有应急响应')
  })

  test('签发领导可以直接发布；上级的响应出现在下级的页面；到结束时间自己撤下，不靠任何任务', async () => {
    const { state } = await beginAlert(t.house, above.actors.leader, {
      body: above.bodyId,
      form: { ...form, title: '全市启动四级应急响应', level: '四级响应', endsAt: '2026-11-23 12:00' },
    })
    expect(state).toBe('raised')
    expect(await page('/xian/')).toContain('全市启动四级应急响应')
    expect(await page('/shi/')).toContain('全市启动四级应急响应')
    t.setNow('2026-11-23T12:00:00+08:00')
    expect(await page('/xian/')).not.toContain('全市启动四级应急响应')
    expect(await page('/shi/')).not.toContain('全市启动四级应急响应')
  })

  test('哀悼置灰：到时自己变灰、到时自己复原，标准显示的读者也是灰的', async () => {
    const { subject } = await beginAlert(t.house, above.actors.opennessOfficer, {
      body: above.bodyId,
      form: {
        ...form,
        kind: 'mourning',
        level: null,
        title: '国家公祭日',
        text: '',
        startsAt: '2026-12-13 00:00',
        endsAt: '2026-12-14 00:00',
      },
    })
    await performAlert(t.house, { subject, verb: 'raise', actor: above.actors.leader })
    expect(htmlClass(await page('/shi/'))).toBe('')
    t.setNow('2026-12-13T00:00:00+08:00')
    for (const path of ['/', '/shi/', '/xian/', '/about.html']) {
      const html = await page(path)
      expect(htmlClass(html), path).toBe('grey')
      expect(html).not.toContain('关闭灰度')
    }
    t.setNow('2026-12-14T00:00:00+08:00')
    expect(htmlClass(await page('/'))).toBe('')
  })

  test('写错的一次说全；别的机关的人看不到；无角色的人不能提请', async () => {
    const wrong = await refusal(
      beginAlert(t.house, below.actors.drafter, {
        body: below.bodyId,
        form: { ...form, level: null, title: '急', startsAt: '2026-12-20 10:00', endsAt: '2026-12-20 09:00' },
      }),
    )
    expect(wrong.reasons.map(r => r.field)).toEqual(['title', 'level', 'endsAt'])
    const nowhere = await refusal(
      beginAlert(t.house, below.actors.drafter, {
        body: below.bodyId,
        form: { ...form, address: '/xian/content/20261122-999999.html' },
      }),
    )
    expect(nowhere.reasons.map(r => r.field)).toEqual(['address'])
    expect(seesAlert({ bodyId: below.bodyId }, above.actors.leader)).toBe(false)
    expect(
      (await refusal(beginAlert(t.house, below.actors.systemAdmin, { body: below.bodyId, form }))).code,
    ).toBe('forbidden')
  })
})
