import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeOffice, type Method, type TestOffice } from '../../test/setup/office.ts'
import { requestRoutes } from './api.ts'
import { uploadFile } from './files/actions.ts'
import { letterForm } from './letters/forms.ts'
import { enterRemedy } from './remedies/actions.ts'
import { makeRequestBench, type RequestBench } from './request.fixture.ts'
import { setSettings } from './settings/actions.ts'
import { lettersOf } from './store/letters.ts'
import { settingRow } from './store/settingRow.ts'

let bench: RequestBench
let other: Bureau
let office: TestOffice
const ids = { open: 0, closed: 0, letter: 0, file: 0, remedy: 0, proposal: 0, conversion: 0 }

beforeAll(async () => {
  bench = await makeRequestBench()
  const { t, who, bureau } = bench
  other = await makeBureau(t.db, 'other-bureau', '别县应急管理局')
  office = await makeOffice(requestRoutes(t.house))
  ids.open = (await bench.register())[0]!.subject
  await bench.go(ids.open, 'askSupplement', who.opennessOfficer, {
    form: { on: '2026-03-02', items: '请写明年份。', until: '2026-03-20' },
  })
  ids.letter = (await lettersOf(t.db, ids.open))[0]!.id
  const file = { role: 'open-part', name: '记录.txt', bytes: Buffer.from('检查记录') }
  ids.file = (await uploadFile(t.house, who.opennessOfficer, ids.open, file)).subject
  ids.closed = (await bench.register())[0]!.subject
  await bench.reply(ids.closed)
  await bench.go(ids.closed, 'archive', who.opennessOfficer)
  const { proposed } = await setSettings(t.house, who.opennessOfficer, bureau.bodyId, {
    ...(await settingRow(t.db, bureau.bodyId)),
    court: '某法院',
    reason: '管辖变更',
  })
  ids.proposal = proposed!.subject
  await bench.go(ids.closed, 'convert', who.leader, { form: { why: '多人申请，可以公开。' } })
  ids.conversion = (await t.db.selectFrom('request_conversion').select('id').executeTakeFirstOrThrow()).id
  ids.remedy = (
    await enterRemedy(t.house, who.opennessOfficer, bureau.bodyId, {
      block: 'review',
      number: '测政复〔2026〕1号',
      authority: '测试县人民政府',
      receivedOn: '2026-03-02',
    })
  ).subject
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

type Sample = {
  readonly url: () => string
  readonly payload?: object
  /** Roles of the own body that get through the door, one of them trying out. */
  readonly by: readonly string[]
}
const keepers = ['opennessOfficer', 'leader', 'legalReviewer', 'secrecyOfficer'] as const
const one = () => `/api/requests/${ids.open}`
const letter = () => `${one()}/letters/${ids.letter}`
const file = () => `${one()}/files/${ids.file}`
const get = (url: () => string, by: readonly string[] = keepers): Sample => ({ url, by })
const post = (url: () => string, by: readonly string[], payload: object = {}): Sample => ({
  url,
  by,
  payload,
})

const samples: Readonly<Record<string, Sample>> = {
  'GET /api/requests/:id/letters': get(() => `${one()}/letters`),
  'POST /api/requests/:id/letters': post(() => `${one()}/letters`, ['opennessOfficer'], { form: 'assist' }),
  'GET /api/requests/:id/letters/:letter': get(letter),
  'POST /api/requests/:id/letters/:letter/:verb': post(() => `${letter()}/save`, ['opennessOfficer'], {
    form: { text: letterForm('supplement')!.text },
  }),
  'GET /api/requests/:id/letters/:letter/file/:kind': get(
    () => `${letter()}/file/docx`,
    ['opennessOfficer', 'leader'],
  ),
  'GET /api/requests/:id/receipt.pdf': get(() => `${one()}/receipt.pdf`, ['opennessOfficer', 'leader']),
  'POST /api/requests/:id/receipt.pdf': post(() => `${one()}/receipt.pdf`, ['opennessOfficer', 'leader']),
  'GET /api/requests/:id/files': get(() => `${one()}/files`),
  'POST /api/requests/:id/files': post(() => `${one()}/files`, keepers),
  'POST /api/requests/:id/files/:file/reveal': post(() => `${file()}/reveal`, keepers, { reason: '核对' }),
  'POST /api/requests/:id/files/:file/:verb': post(() => `${file()}/check`, ['opennessOfficer']),
  'GET /api/requests/:id/files/:file/content': get(() => `${file()}/content`),
  'GET /api/requests/:id/archive': get(
    () => `/api/requests/${ids.closed}/archive`,
    ['opennessOfficer', 'leader'],
  ),
  'GET /api/remedies': get(() => '/api/remedies'),
  'POST /api/remedies': post(() => '/api/remedies', ['opennessOfficer', 'legalReviewer'], {
    block: 'review',
    authority: '测试县人民政府',
    receivedOn: '2026-03-02',
  }),
  'GET /api/remedies/:id': get(() => `/api/remedies/${ids.remedy}`),
  'POST /api/remedies/:id/:verb': post(
    () => `/api/remedies/${ids.remedy}/amend`,
    ['opennessOfficer', 'legalReviewer'],
    {
      reason: '核对',
      form: { number: '甲', authority: '测试县人民政府', procedure: 'simple', receivedOn: '2026-03-02' },
    },
  ),
  'GET /api/annual-reports': get(() => '/api/annual-reports'),
  'GET /api/annual-reports/:year': get(() => '/api/annual-reports/2026'),
  'GET /api/annual-reports/:year/tables': get(() => '/api/annual-reports/2026/tables?below=1'),
  'GET /api/annual-reports/:year/cases': get(() => '/api/annual-reports/2026/cases?row=r3.7'),
  'GET /api/annual-reports/:year/remedies': get(() => '/api/annual-reports/2026/remedies?block=review'),
  'GET /api/annual-reports/:year/handling': get(() => '/api/annual-reports/2026/handling'),
  'GET /api/annual-reports/:year/handled': get(() => '/api/annual-reports/2026/handled?of=late'),
  'POST /api/annual-reports/:year': post(() => '/api/annual-reports/2025', ['opennessOfficer'], {
    version: 0,
    parts: {},
    table1: {},
  }),
  'POST /api/annual-reports/:year/entered': post(
    () => '/api/annual-reports/2020/entered',
    ['opennessOfficer'],
  ),
  'POST /api/annual-reports/:year/entered/drop': post(
    () => '/api/annual-reports/2020/entered/drop',
    ['opennessOfficer'],
  ),
  'GET /api/annual-reports/:year/file/:kind': get(() => '/api/annual-reports/2026/file/html'),
  'POST /api/annual-reports/:year/send': post(() => '/api/annual-reports/2026/send', ['opennessOfficer']),
  'GET /api/requests/:id/alike': get(() => `${one()}/alike`),
  'GET /api/conversions': get(() => '/api/conversions'),
  'GET /api/conversions/:id': get(() => `/api/conversions/${ids.conversion}`),
  'POST /api/conversions/:id/:verb': post(
    () => `/api/conversions/${ids.conversion}/accept`,
    ['opennessOfficer'],
    { form: { how: 'document', documentNumber: '无此号' } },
  ),
  'GET /api/request-settings': get(() => '/api/request-settings', [...keepers, 'systemAdmin']),
  'POST /api/request-settings': post(() => '/api/request-settings', ['opennessOfficer', 'systemAdmin']),
  'POST /api/request-settings/proposals/:id/:verb': post(
    () => `/api/request-settings/proposals/${ids.proposal}/approve`,
    // Who takes which step: settings/settings.test.ts. Here: for whom it exists at all.
    ['leader', 'opennessOfficer', 'systemAdmin'],
    { version: 99 },
  ),
}

test('每条新路由都在名单里', () => {
  const watched = office.routes.filter(r => /\/(letters|files|archive|alike|receipt\.pdf)|^\/api\/(remedies|annual-reports|request-settings|conversions)/.test(r.url)) // prettier-ignore
  expect(watched.map(r => `${r.method} ${r.url}`).sort()).toEqual(Object.keys(samples).sort())
})

const roles = [
  'drafter',
  'departmentHead',
  'opennessOfficer',
  'secrecyOfficer',
  'legalReviewer',
  'leader',
  'publisher',
  'systemAdmin',
  'securityAdmin',
  'auditAdmin',
] as const

test.each(Object.keys(samples))('%s：名单外的角色、别的机关、没有分办到的部门、三员进不去', async name => {
  const { url, payload, by } = samples[name]!
  const method = name.split(' ')[0] as Method
  let turn = 0
  const filled = () =>
    payload && name === 'POST /api/remedies' ? { ...payload, number: `测〔${(turn += 1)}〕` } : payload
  for (const role of roles) {
    const { status, text } = await office.call(bench.who[role], method, url(), filled())
    // Behind the door a form may be wrong, or somebody was first with the same version.
    const expected = by.includes(role) ? [200, 409, 422] : [403, 404]
    expect(expected, `${role} ${status} ${text.slice(0, 200)}`).toContain(status)
  }
  const own =
    ['remedies', 'annual-reports', 'request-settings'].some(word => url().includes(`/api/${word}`)) ||
    url() === '/api/conversions'
  for (const role of roles) {
    const { status } = await office.call(other.actors[role], method, url(), filled())
    // A list of one's own body is one's own; a case, paper or file of another body does not exist.
    if (!own) expect(status, `别的机关 ${role}`).toBe(404)
  }
  const foreign = await office.call(other.actors.leader, 'GET', `/api/remedies/${ids.remedy}`)
  expect(foreign.status).toBe(404)
})
