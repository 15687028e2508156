import { z } from 'zod'
import { reportedSchema, reportSchema, takeBackSchema, takenBackSchema } from '#catalog/reports/model.ts'
import { apiRoot, type Write } from './endpoint.ts'
import { problemSchema } from './model.ts'

/** What the description of the interface says of what it takes in: reports of business systems, and taking them back. */

const fault = (description: string) => ({ description, schema: problemSchema })

const body = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'body 应为公开机关的简称，见 /bodies。')
  .meta({ description: '公开机关的简称' })

const reportWrite: Write = {
  path: '/catalogs/{body}/reports',
  id: 'reportDisclosure',
  summary: '业务系统报送：在别处公开的信息，列入标准目录事项的公开情况',
  description:
    '业务系统公开一件信息后报送它的标题、网址、日期和对应的事项，写明办理人和理由。列入覆盖情况，公众页面写明由哪个系统报送、原文在哪里。标题先作文字检查，有个人信息等问题的不列入。重发同一件不会重复。',
  params: z.strictObject({ body }),
  body: reportSchema,
  keyed: true,
  answers: {
    200: { description: '先前已列入（同一个 Idempotency-Key）', schema: reportedSchema },
    201: { description: '已列入', schema: reportedSchema },
    400: fault('写法不对，逐项说明'),
    401: fault('口令不对或已停用'),
    403: fault('不是登记的机关或事项'),
    409: fault('Idempotency-Key 用在了另一件上，或这一件已撤回、撤下'),
    413: fault('内容太大'),
    422: fault('内容不能列入，逐项说明'),
    429: fault('超过登记的每分钟次数，按 Retry-After 再来'),
  },
}

const takeBackWrite: Write = {
  path: '/catalogs/{body}/reports/{id}/withdrawal',
  id: 'withdrawReport',
  summary: '业务系统撤回自己报送的一件',
  description:
    '报送错了、原件已经撤下的，由报送它的系统撤回，写明办理人和理由。随即不再列入公开情况，履历保留。撤回过的、机关已撤下的再撤回一次，回答先前的结果。',
  params: z.strictObject({
    body,
    id: z.coerce
      .number('id 应为数字。')
      .int('id 应为整数。')
      .min(1, 'id 应为正数。')
      .max(Number.MAX_SAFE_INTEGER, 'id 太大。')
      .meta({ description: '报送时回答的 id' }),
  }),
  body: takeBackSchema,
  keyed: false,
  answers: {
    200: { description: '已撤回（先前已撤回、撤下的，回答先前的结果）', schema: takenBackSchema },
    400: fault('写法不对，逐项说明'),
    401: fault('口令不对或已停用'),
    403: fault('不是登记的机关'),
    404: fault('这个系统没有报送过这一件'),
    413: fault('内容太大'),
    429: fault('超过登记的每分钟次数，按 Retry-After 再来'),
  },
}

export const writes: readonly Write[] = [reportWrite, takeBackWrite]

/** Paths of the open interface that the office side answers. */
export const isReport = (method: string | undefined, path: string): boolean =>
  method === 'POST' &&
  new RegExp(`^${apiRoot}/catalogs/[^/?]{1,80}/reports(?:/[^/?]{1,20}/withdrawal)?(?:\\?|$)`).test(path)
