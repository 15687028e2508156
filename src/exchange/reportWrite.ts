import { z } from 'zod'
import { reportedSchema, reportSchema } from '#catalog/reports/model.ts'
import { apiRoot, type Write } from './endpoint.ts'
import { problemSchema } from './model.ts'

/** What the description of the interface says of the one thing that it takes in. */

const fault = (description: string) => ({ description, schema: problemSchema })

export const reportWrite: Write = {
  path: '/catalogs/{body}/reports',
  id: 'reportDisclosure',
  summary: '业务系统报送：在别处公开的信息，列入标准目录事项的公开情况',
  description:
    '业务系统公开一件信息后报送它的标题、网址、日期和对应的事项，写明办理人和理由。列入覆盖情况，公众页面写明由哪个系统报送、原文在哪里。标题先作文字检查，有个人信息等问题的不列入。重发同一件不会重复。',
  params: z.strictObject({
    body: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,39}$/, 'body 应为公开机关的简称，见 /bodies。')
      .meta({ description: '公开机关的简称' }),
  }),
  body: reportSchema,
  answers: {
    200: { description: '先前已列入（同一个 Idempotency-Key）', schema: reportedSchema },
    201: { description: '已列入', schema: reportedSchema },
    400: fault('写法不对，逐项说明'),
    401: fault('口令不对或已停用'),
    403: fault('不是登记的机关或事项'),
    409: fault('Idempotency-Key 用在了另一件上，或这一件已被撤下'),
    413: fault('内容太大'),
    422: fault('内容不能列入，逐项说明'),
    429: fault('超过登记的每分钟次数，按 Retry-After 再来'),
  },
}

/** Paths of the open interface that the office side answers. */
export const isReport = (method: string | undefined, path: string): boolean =>
  method === 'POST' && new RegExp(`^${apiRoot}/catalogs/[^/?]{1,80}/reports(?:\\?|$)`).test(path)
