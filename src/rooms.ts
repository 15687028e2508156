import type { TaskList } from 'graphile-worker'
import { exportJobs, exportRoutes } from '#kit/exports/exports.ts'
import { keyVerbLabels } from '#kit/ciphers.ts'
import { worklistRoutes } from '#kit/worklist/routes.ts'
import type { PastSource } from '#kit/worklist/past.ts'
import type { WorkSource } from '#kit/worklist/work.ts'
import type { App } from '#kit/http.ts'
import { alertRoutes } from '#alert/api.ts'
import { alertPages, alertParts, readAlerts } from '#alert/portal.tsx'
import { alertPast, alertWork } from '#alert/work.ts'
import { labelOfAlert } from '#alert/workflow.ts'
import { catalogRoutes } from '#catalog/api.ts'
import { catalogPages, catalogParts } from '#catalog/duty/portal.tsx'
import { wordsOfInstrument } from '#catalog/instrument/workflow.ts'
import { catalogJobs } from '#catalog/jobs.ts'
import { listWork, officialWork, systemWork } from '#catalog/besideWork.ts'
import { dutyWork } from '#catalog/duty/work.ts'
import { instrumentPast, instrumentWork, versionPast, versionWork } from '#catalog/work.ts'
import { wordsOfCatalog } from '#catalog/workflow.ts'
import { archiveRoutes } from '#archive/api.ts'
import { depositRoutes } from '#archive/deposit/api.ts'
import { depositWork } from '#archive/deposit/work.ts'
import { labelOfDeposit } from '#archive/deposit/workflow.ts'
import { labelOfArchiveVerb } from '#archive/workflow.ts'
import { documentJobs } from '#document/jobs.ts'
import { documentRoutes } from '#document/api.ts'
import { documentExport } from '#document/lists/export.ts'
import { listRoutes } from '#document/lists/api.ts'
import { documentPast, documentWork } from '#document/lists/work.ts'
import { publicCopyJobs } from '#document/publicCopies.ts'
import { checkedDocument } from '#document/checks.ts'
import { copyRoutes } from '#document/copies.ts'
import { libraryRoutes } from '#document/library/api.ts'
import { libraryJobs } from '#document/library/cleanup/jobs.ts'
import { cleanupWork } from '#document/library/cleanup/work.ts'
import { labelOfCleanup } from '#document/library/cleanup/workflow.ts'
import { paperRoutes } from '#document/paper/api.ts'
import { labelOfPaperVerb } from '#document/paper/workflow.ts'
import { reexaminationRoutes } from '#document/reexamination/api.ts'
import { reexaminationJobs } from '#document/reexamination/jobs.ts'
import { reexaminationWork } from '#document/reexamination/work.ts'
import { labelOfReexamination } from '#document/reexamination/workflow.ts'
import { variantRoutes } from '#document/variants/api.ts'
import { labelOfVariantVerb } from '#document/variants/workflow.ts'
import { labelOfVerb } from '#document/workflow.ts'
import { exchangeDoors, exchangePages } from '#exchange/portal.ts'
import { reportRoutes } from '#exchange/reports.ts'
import { patrolRoutes } from '#patrol/api.ts'
import { orderExport } from '#patrol/export.ts'
import { patrolJobs } from '#patrol/jobs.ts'
import { orderPast, orderWork } from '#patrol/work.ts'
import { wordsOfPatrol } from '#patrol/workflow.ts'
import { feedbackRoutes } from '#feedback/api.ts'
import { feedbackJobs } from '#feedback/jobs.ts'
import { feedbackPages, feedbackParts } from '#feedback/portal.tsx'
import { feedbackWork } from '#feedback/work.ts'
import { labelOfMistake } from '#feedback/workflow.ts'
import { movedRoutes } from '#moved/api.ts'
import { movedTo } from '#moved/portal.ts'
import { labelOfMoved } from '#moved/workflow.ts'
import { outreachJobs } from '#outreach/jobs.ts'
import { ledgerRoutes } from '#outreach/ledger/api.ts'
import { outreachPages } from '#outreach/portal.tsx'
import { webhookRoutes } from '#outreach/webhook/api.ts'
import { labelOfWebhook } from '#outreach/webhook/workflow.ts'
import { authenticate, peopleRoutes } from '#people/api.ts'
import { loadActor } from '#people/actor.ts'
import { peopleJobs } from '#people/jobs.ts'
import type { PublicPage } from '#portal/page.ts'
import { postingRoutes } from '#posting/api.ts'
import { checkedPosting } from '#posting/checks.ts'
import { postingPast, postingWork } from '#posting/work.ts'
import { labelOfPosting } from '#posting/workflow.ts'
import type { Parts } from '#record/parts.ts'
import { neighboursOf } from '#record/portal/neighbours.ts'
import { recordPages } from '#record/portal.tsx'
import { searchRoutes } from '#search/api.ts'
import { searchJobs } from '#search/jobs.ts'
import { wordsOfSearch } from '#search/model.ts'
import { requestRoutes } from '#request/api.ts'
import { requestExport } from '#request/export.ts'
import { requestJobs } from '#request/jobs.ts'
import { requestPages, requestParts } from '#request/portal.tsx'
import { recalendarJobs } from '#request/recalendar.ts'
import { labelOfRequestVerb } from '#request/verbLabels.ts'
import { conversionPast, conversionWork } from '#request/conversion/work.ts'
import { labelOfConversion } from '#request/conversion/workflow.ts'
import { settingWork } from '#request/settings/work.ts'
import { annualWork } from '#request/statistics/work.ts'
import { labelOfProposal } from '#request/settings/workflow.ts'
import { requestPast } from '#request/past.ts'
import { remedyWork } from '#request/remedies/work.ts'
import { requestWork } from '#request/work.ts'
import { searchPages } from '#search/portal.tsx'
import { tagRoutes } from '#tag/api.ts'
import { siteReportRoutes } from '#sitereport/api.ts'
import { siteReportPages, siteReportParts } from '#sitereport/portal.tsx'
import { siteReportWork } from '#sitereport/work.ts'
import { tagPages, tagParts } from '#tag/portal.tsx'
import { thesaurusWork } from '#tag/work.ts'
import { wordsOfTags } from '#tag/workflow.ts'
import { demoRoutes } from './demo/api.ts'
import { demoJobs } from './demo/keep.ts'
import type { House } from './house.ts'

export type RouteOptions = { readonly secure: boolean; readonly demo: boolean }

type Words = (kind: string, verb: string) => { readonly kind: string; readonly verb: string } | null

const under =
  (prefix: string, kind: string, verbOf: (verb: string) => string): Words =>
  (found, verb) =>
    found === prefix || found.startsWith(`${prefix}-`) ? { kind, verb: verbOf(verb) } : null

/** What the auditor reads of a step: the first room that knows the kind says it. */
const vocabulary: readonly Words[] = [
  under('export', '导出', () => '导出清单'),
  under('document', '公文', labelOfVerb),
  under('paper', '纸面意见', labelOfPaperVerb),
  under('variant', '地方规程', labelOfVariantVerb),
  under('normative-rule', '规范性文件清理', () => '设定本机关规则'),
  under('cleanup', '规范性文件清理', labelOfCleanup),
  under('deposit', '规范性文件备案', labelOfDeposit),
  under('reexamination', '年度复查', labelOfReexamination),
  under('request-conversion', '转为主动公开', labelOfConversion),
  under('request-setting-proposal', '依申请公开设置', labelOfProposal),
  under('request', '依申请公开', labelOfRequestVerb),
  under('site-report', '网站年度报表', () => '送成信息稿'),
  under('keys', '加密的密钥', verb => keyVerbLabels[verb] ?? verb),
  under('webhook', '变化推送', labelOfWebhook),
  under('subscription', '邮件订阅', () => '重新发送'),
  wordsOfPatrol,
  wordsOfCatalog,
  wordsOfInstrument,
  wordsOfSearch,
  wordsOfTags,
  wordsOfSite,
  labelOfArchiveVerb,
]
const words: Words = (kind, verb) => {
  for (const say of vocabulary) {
    const said = say(kind, verb)
    if (said) return said
  }
  return null
}

/** The list of rooms: adding a feature is a folder and one line. */
export function routes(house: House, options: RouteOptions): (app: App) => Promise<void> {
  return async app => {
    await app.register(peopleRoutes(house, { ...options, words }))
    await app.register(reportRoutes(house))
    await app.register(async (signedIn: App) => {
      // Before the body is read: a stranger's upload ends here.
      signedIn.addHook('onRequest', authenticate(house))
      await signedIn.register(documentRoutes(house))
      await signedIn.register(listRoutes(house))
      await signedIn.register(worklistRoutes(house.db, worklist(house), past(house)))
      await signedIn.register(exportRoutes(house, exportsOf(house)))
      await signedIn.register(copyRoutes(house))
      await signedIn.register(paperRoutes(house))
      await signedIn.register(libraryRoutes(house))
      await signedIn.register(variantRoutes(house))
      await signedIn.register(archiveRoutes(house))
      await signedIn.register(catalogRoutes(house))
      await signedIn.register(depositRoutes(house))
      await signedIn.register(requestRoutes(house))
      await signedIn.register(tagRoutes(house))
      await signedIn.register(searchRoutes(house))
      await signedIn.register(reexaminationRoutes(house))
      await signedIn.register(postingRoutes(house))
      await signedIn.register(siteReportRoutes(house))
      await signedIn.register(alertRoutes(house))
      await signedIn.register(webhookRoutes(house))
      await signedIn.register(ledgerRoutes(house))
      await signedIn.register(feedbackRoutes(house))
      await signedIn.register(movedRoutes(house))
      await signedIn.register(
        patrolRoutes(house, {
          subjects: async (kind, id, actor) =>
            (await checkedDocument(house.db, kind, id, actor)) ??
            (await checkedPosting(house.db, kind, id, actor)),
        }),
      )
    })
    if (options.demo) await app.register(demoRoutes())
  }
}

/** What the rooms have waiting for people, in the order in which the worklist names them. */
export const worklist = (house: House): readonly WorkSource[] => [
  documentWork(house),
  requestWork(house),
  conversionWork(house),
  remedyWork(house),
  settingWork(house),
  annualWork(house),
  postingWork(house),
  alertWork(house),
  siteReportWork(house),
  orderWork(house),
  feedbackWork(house),
  versionWork(house),
  instrumentWork(house),
  listWork(house),
  officialWork(house),
  systemWork(house),
  dutyWork(house),
  thesaurusWork(house),
  reexaminationWork(house),
  cleanupWork(house),
  depositWork(house),
]

/** 已办、我发起的: what of every room a person had a hand in. */
export const past = (house: House): readonly PastSource[] => [
  documentPast(house),
  requestPast(house),
  conversionPast(house),
  postingPast(house),
  alertPast(house),
  orderPast(house),
  versionPast(house),
  instrumentPast(house),
]

/** The lists that may be taken out as a table. */
const exportsOf = (house: House) => [documentExport(house), requestExport(house), orderExport(house)]

export function jobs(house: House): TaskList {
  const actorOf = (staffId: number, today: string) => loadActor(house.db, staffId, today)
  return {
    ...documentJobs(house),
    ...publicCopyJobs(house),
    ...reexaminationJobs(house),
    ...libraryJobs(house),
    ...patrolJobs(house),
    ...searchJobs(house),
    ...feedbackJobs(house),
    ...peopleJobs(house),
    ...demoJobs(house),
    ...catalogJobs(house),
    ...outreachJobs(house),
    ...recalendarJobs(house),
    ...requestJobs(house),
    ...exportJobs(house, exportsOf(house), actorOf),
  }
}

/** Work by the clock. graphile-worker's crontab is UTC: 18:00 is 02:00 in Beijing, 16:01 is a minute past midnight. */
export const crontab =
  '0 18 * * * people:sweep\n20 18 * * * demo:keep\n25 17 * * * catalog:remind\n35 * * * * catalog:links\n1 16 * * * library:turn ?fill=1d\n30 17 * * * patrol:nightly\n50 18 * * * record:copy\n15 * * * * export:sweep\n30 18 * * * search:seal\n* * * * * outreach:tick\n* * * * * outreach:push\n40 18 * * * outreach:sweep\n*/5 * * * * request:sweep\n10 18 * * * request:nightly\n0 17 * * * request:recalendar'

/** What the rooms hang into pages of the public record (record/parts.ts). */
const parts: Parts = [
  ...alertParts,
  ...feedbackParts,
  ...requestParts,
  ...catalogParts,
  ...tagParts,
  ...siteReportParts,
]

/** What holds for the frame of every public page just now. */
export const siteState = readAlerts

/** The bodies around that of a page, at its foot. */
export const neighbours = neighboursOf

/** Where an address of the site before this one leads. */
export const elsewhere = movedTo

const pagesAround: readonly PublicPage[] = [
  ...alertPages,
  ...catalogPages,
  ...feedbackPages,
  ...outreachPages,
  ...searchPages,
  ...tagPages,
  ...siteReportPages,
]

/** Every room's public pages; the portal mounts them. */
export const pages: readonly PublicPage[] = [
  ...exchangePages,
  ...requestPages,
  ...recordPages(parts, [...requestPages, ...pagesAround]),
  ...pagesAround,
]

/** Entrances for programs: the open interface, tables, what other systems know how to read. */
export const doors = exchangeDoors

function wordsOfSite(kind: string, verb: string): { kind: string; verb: string } | null {
  if (kind === 'posting') return { kind: '信息发布', verb: labelOfPosting(verb) }
  if (kind === 'alert') return { kind: '应急公告', verb: labelOfAlert(verb) }
  if (kind === 'mistake') return { kind: '读者反馈', verb: labelOfMistake(verb) }
  if (kind === 'moved') return { kind: '旧网址', verb: labelOfMoved(verb) }
  return null
}
