import { Refused } from '#kit/errors.ts'
import { exportSource, type AnySource } from '#kit/exports/source.ts'
import type { RequestHouse } from './actions/deed.ts'
import { filterOf, filters, type Filters } from './filters.ts'
import { applicantKindLabels, channelLabels } from './model.ts'
import { rowViews } from './present.ts'
import { registerCount, registerRows } from './store/register.ts'
import type { RowView } from './views.ts'
import { registersOf } from './visibility.ts'
import { requestStateLabels, type RequestState } from './workflow.ts'

const stretch = 500

/** The conditions in words, as they stand in the sheet and as the auditor reads them. */
function conditionsOf(f: Filters): string {
  const words: string[] = []
  if (f.q.trim()) words.push(`编号或者内容含“${f.q.trim()}”`)
  if (f.state)
    words.push(
      `环节：${f.state
        .split(',')
        .map(s => (s === 'open' ? '未办结' : (requestStateLabels[s as RequestState] ?? s)))
        .join('、')}`,
    )
  if (f.kind) words.push(`申请人：${applicantKindLabels[f.kind]}`)
  if (f.channel) words.push(`渠道：${channelLabels[f.channel]}`)
  if (f.outcome) words.push(`办理结果：${f.outcome}`)
  if (f.from || f.until) words.push(`收到日期：${f.from ?? '最早'}至${f.until ?? '最近'}`)
  return words.length > 0 ? words.join('；') : '全部'
}

/**
 * 依申请公开登记簿 with any filter. Names of citizens leave masked and nothing unmasks them here: who needs one opens the case and
 * says why.
 */
export function requestExport(house: RequestHouse): AnySource {
  return exportSource<Filters, RowView>({
    name: 'requests',
    query: filters,
    columns: [
      { header: '登记编号', width: 26, cell: r => r.number },
      { header: '申请内容', width: 60, cell: r => r.subject },
      { header: '申请人（遮盖）', width: 16, cell: r => r.applicant },
      { header: '申请人类型', width: 14, cell: r => r.kind },
      { header: '渠道', width: 18, cell: r => r.channel },
      { header: '提交日期', width: 12, cell: r => r.submittedOn },
      { header: '收到日期', width: 12, cell: r => r.receivedOn ?? '待确认' },
      { header: '环节', width: 14, cell: r => r.stateLabel },
      { header: '答复期限', width: 12, cell: r => r.due },
      { header: '时限', width: 24, cell: r => r.words },
      { header: '办结日期', width: 12, cell: r => r.endedOn },
      { header: '办理结果', width: 24, cell: r => r.outcome },
    ],
    bodyOf(actor) {
      const [bodyId] = registersOf(actor)
      if (bodyId === undefined) throw new Refused('forbidden', '登记簿由公开工作机构、审查员和签发领导导出。')
      return bodyId
    },
    title: () => '依申请公开登记簿',
    conditions: (_actor, asked) => Promise.resolve(conditionsOf(asked)),
    count: async (actor, asked, most) =>
      Math.min(most + 1, await registerCount(house.db, registersOf(actor), filterOf(asked))),
    async *rows(actor, asked) {
      for (let offset = 0; ; offset += stretch) {
        const rows = await registerRows(house.db, registersOf(actor), filterOf(asked), {
          limit: stretch,
          offset,
        })
        yield* await rowViews(house, rows)
        if (rows.length < stretch) return
      }
    },
  })
}
