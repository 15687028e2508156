import { alertPages, alertParts, readAlerts } from '#alert/portal.tsx'
import { catalogPages, catalogParts } from '#catalog/duty/portal.tsx'
import { exchangeDoors, exchangePages } from '#exchange/portal.ts'
import { feedbackPages, feedbackParts } from '#feedback/portal.tsx'
import { outreachPages } from '#outreach/portal.tsx'
import type { PublicPage } from '#portal/page.ts'
import type { Portal } from '#portal/server.ts'
import { searchPages } from '#search/portal.tsx'
import { siteReportPages } from '#sitereport/portal.tsx'
import { tagPages, tagParts } from '#tag/portal.tsx'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { portalOn, webOf, type Web } from '../../test/setup/web.ts'
import type { House } from '../house.ts'
import { recordPages } from './portal.tsx'
import { neighboursOf } from './portal/neighbours.ts'
import { publishOne, setUpBodies, withdrawOne, type Given } from './record.fixture.ts'

/** A portal over a fresh database. */
export type TestPortal = Web & { readonly t: TestHouse }

export type TestPortalOptions = { listening?: boolean; site?: unknown; demo?: boolean; publicUrl?: string }

/** Every cached page of the portal that tests look at. */
export const testPages: readonly PublicPage[] = [
  ...exchangePages,
  ...outreachPages,
  ...recordPages([...alertParts, ...catalogParts, ...feedbackParts, ...tagParts]),
  ...catalogPages,
  ...alertPages,
  ...feedbackPages,
  ...searchPages,
  ...tagPages,
  ...siteReportPages,
]

export async function makeTestPortal(options: TestPortalOptions = {}): Promise<TestPortal> {
  const t = await makeHouse('2026-11-22T09:30:00+08:00')
  await setUpBodies(t.house)
  const errors: string[] = []
  const web = await webOf(t, await portalOver(t, options, errors), errors)
  return {
    ...web,
    t,
    async close() {
      await web.close()
      await t.close()
    },
  }
}

/** A portal over the database of a house; nobody tells it of changes unless it listens. */
export function portalOver(
  t: TestHouse,
  options: TestPortalOptions = {},
  errors: string[] = [],
  pages: readonly PublicPage[] = testPages,
): Promise<Portal> {
  return portalOn(t, {
    ...(options.listening ? { connection: t.connection('portal') } : {}),
    ...(options.publicUrl ? { publicUrl: options.publicUrl } : {}),
    demo: options.demo ?? true,
    site: options.site,
    onError: text => errors.push(text),
    pages,
    state: readAlerts,
    neighbours: neighboursOf,
    doors: exchangeDoors,
  })
}

/** Puts an alert on every page of a body, as its raising would. */
export async function raiseAlert(
  { house }: { readonly house: Pick<House, 'db' | 'now' | 'recordChanged'> },
  bodyId: number,
): Promise<void> {
  await house.db
    .insertInto('record.alert')
    .values({
      id: 900 + bodyId,
      body_id: bodyId,
      body_name: '应急管理部',
      kind: 'response',
      level: '四级响应',
      title: '启动低温雨雪冰冻灾害四级应急响应',
      text: '请关注天气预报，减少不必要的出行。',
      starts_at: house.now(),
      chain_position: 1,
    })
    .execute()
  house.recordChanged()
}

const bodyHtml = `
<p class="addressee">各县（市、区）应急管理局：</p>
<p>为落实《中华人民共和国政府信息公开条例》，现就有关事项通知如下：</p>
<h2>一、总体要求</h2><h3>（一）指导思想</h3><p>坚持公开为常态、不公开为例外。</p>
<h2>二、工作任务</h2><h4>1.编制目录</h4><p>编制安全生产领域标准目录。</p>
<table><thead><tr><th>事项</th><th>时限</th></tr></thead><tbody><tr><td>预案</td><td>20 个工作日</td></tr></tbody></table>
<h2>三、保障措施</h2><p>见<a href="https://www.gov.cn/">中国政府网</a>和<a href="https://example.org/x?a=1&amp;b=2">国外网站</a>。<br></p><p></p>
<p class="signatory">焦作市应急管理局</p><p class="date">2026年11月9日</p><p class="label">（此件公开发布）</p>`

/** Publications of every sort: long and short, with files, moved in, corrected, withdrawn, purged, ended. */
export async function fill(t: TestHouse) {
  const file = await t.house.files.put(Buffer.from('%PDF-1.4\n0123456789'))
  const attachment = {
    name: '附件1 安全生产领域标准目录（2026年）.pdf',
    size: file.size,
    contentType: 'application/pdf',
    hash: file.hash,
  }
  const whole: Given = {
    body: 3,
    title: '焦作市应急管理局关于“双随机、一公开”<监管>&政务公开标准化规范化工作的通知',
    documentNumber: '焦应急〔2026〕31号',
    indexNumber: '11410800MB1234567X/2026-00031',
    issuers: ['焦作市应急管理局', '焦作市减灾委员会办公室'],
    source: '焦作市应急管理局',
    addressee: '各县（市、区）应急管理局',
    writtenOn: '2026-11-09',
    issuedOn: '2026-11-10',
    effectiveOn: '2026-12-01',
    expiresOn: '2031-11-30',
    documentKind: '通知',
    theme: '安全与应急管理',
    keywords: ['政务公开', '标准目录'],
    columns: ['normative', 'catalog'],
    validity: 'in-force',
    label: '此件公开发布',
    normative: true,
    html: bodyHtml,
    attachments: [attachment],
    signatories: ['焦作市应急管理局'],
    department: '办公室',
    links: [{ relation: 'basis', title: '应急厅函〔2019〕390号', address: null }],
  }
  const live = await publishOne(t.house, whole)
  t.pass(3_600_000)
  await publishOne(t.house, { ...whole, address: live, note: '更正附件名称。' })
  const history = await publishOne(t.house, {
    body: 1,
    title: '应急管理部办公厅关于印发安全生产和救灾领域基层政务公开标准目录指引的通知',
    documentNumber: '应急厅函〔2019〕390号',
    issuers: ['应急管理部办公厅'],
    writtenOn: '2019-05-30',
    imported: true,
    originalPublishedOn: '2019-06-03',
    sourceNote: '由原网站迁入。',
    columns: ['policy'],
    html: bodyHtml,
  })
  const ended = await publishOne(t.house, {
    body: 2,
    title: '已废止的办法',
    columns: ['normative'],
    validity: 'repealed',
    repealedOn: '2026-01-01',
    links: [{ relation: 'repealed-by', title: '焦作的通知', address: live }],
  })
  for (let i = 1; i <= 45; i++)
    await publishOne(t.house, {
      body: 3,
      title: `焦作市安全检查情况第${i}期`,
      columns: ['safety'],
      imported: i > 5,
      originalPublishedOn: i > 5 ? `20${24 + (i % 3)}-0${(i % 9) + 1}-1${i % 10}` : null,
      issuedOn: i > 5 ? null : `2026-10-1${i}`,
      html: `<p>第${i}期检查企业${i}家。</p>`,
    })
  const withdrawn = await publishOne(t.house, {
    body: 3,
    title: '撤回的文件',
    columns: ['notice'],
    attachments: [attachment],
  })
  await withdrawOne(t.house, withdrawn, 3)
  const purged = await publishOne(t.house, { body: 3, title: '张某某等人名单', columns: ['notice'] })
  await withdrawOne(t.house, purged, 3, true)
  const number = (address: string) => Number(/-(\d+)\.html$/.exec(address)![1])
  const fileOf = (address: string) =>
    `/files/${number(address)}/${file.hash.slice(0, 8)}/${encodeURIComponent(attachment.name)}`
  return { live, history, ended, withdrawn, purged, fileOf, attachment }
}
