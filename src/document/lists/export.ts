import { z } from 'zod'
import { Refused } from '#kit/errors.ts'
import { exportSource, type AnySource } from '#kit/exports/source.ts'
import { instant, minuteOf } from '#kit/now.ts'
import { attributeName } from '#law/attributes.ts'
import { maskPersonalData } from '#law/personalData.ts'
import { departmentNames } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { stateLabels } from '../workflow.ts'
import { dates, filterSchema, lights, listNames, sorts, type Filter, type ListName } from './model.ts'
import { rowsById } from './store.ts'
import { idsOf, listCountUpTo, viewRows } from './lists.ts'
import type { ListRow } from './views.ts'

type Part = Pick<House, 'db' | 'now' | 'calendar'>

export const listLabels: Record<ListName, string> = {
  todo: '待办公文',
  done: '已办公文',
  mine: '我发起的公文',
  watch: '督办公文',
  all: '公文清单',
}

const query = z.object({ list: z.enum(listNames, '没有这个列表。') }).and(filterSchema)
type Asked = z.infer<typeof query>

/** How many are read together: the names of people and departments come with one query a stretch. */
const stretch = 500

/** The filter in words, as it stands in the sheet and as the auditor reads it. */
async function conditionsOf(house: Part, filter: Filter): Promise<string> {
  const words: string[] = []
  if (filter.q) words.push(`标题或文号含“${filter.q}”`)
  if (filter.state) words.push(`环节：${stateLabels[filter.state]}`)
  if (filter.attribute) words.push(`公开属性：${attributeName(filter.attribute)}`)
  if (filter.kind) words.push(`文种：${filter.kind}`)
  if (filter.department)
    words.push(
      `部门：${(await departmentNames(house.db, [filter.department])).get(filter.department) ?? filter.department}`,
    )
  if (filter.year) words.push(`印发年度：${filter.year}`)
  if (filter.light) words.push(`时限：${lights[filter.light]}`)
  if (filter.from || filter.until)
    words.push(`${dates[filter.date ?? 'issued']}：${filter.from ?? '最早'}至${filter.until ?? '最近'}`)
  if (filter.imported) words.push('补录的历史公文')
  if (filter.sort) words.push(sorts[filter.sort])
  return words.length > 0 ? words.join('；') : '全部'
}

/**
 * Masked: identity numbers, telephones, accounts in titles; and of what is withheld not even the title leaves (条例第十四至十六条).
 */
function maskedTitle(row: ListRow): string {
  return row.attribute === 'withheld' ? '（不予公开的公文，标题未导出）' : maskPersonalData(row.title)
}

/** 公文清单, any of the five lists with any filter. */
export function documentExport(house: Part): AnySource {
  return exportSource<Asked, ListRow>({
    name: 'documents',
    query,
    columns: [
      { header: '标题', width: 60, cell: r => r.title, masked: maskedTitle },
      { header: '发文字号', width: 24, cell: r => r.documentNumber },
      { header: '文种', width: 8, cell: r => r.kind },
      { header: '主题分类', width: 16, cell: r => r.theme },
      { header: '公开属性', width: 12, cell: r => (r.attribute ? attributeName(r.attribute) : '未定') },
      { header: '环节', width: 14, cell: r => r.stateLabel },
      { header: '时限', width: 22, cell: r => r.words },
      { header: '期限', width: 12, cell: r => r.dueOn },
      { header: '成文日期', width: 12, cell: r => r.writtenOn },
      { header: '印发日期', width: 12, cell: r => r.issuedOn },
      { header: '公开时间', width: 18, cell: r => r.publishedAt && minuteOf(instant(r.publishedAt)) },
      { header: '机关', width: 24, cell: r => r.body },
      { header: '部门', width: 18, cell: r => r.department },
      { header: '拟稿人', width: 10, cell: r => r.drafter },
      { header: '在谁手里', width: 24, cell: r => r.waitingFor.join('、') },
      { header: '到达本环节', width: 18, cell: r => minuteOf(instant(r.reachedAt)) },
      { header: '补录', width: 6, cell: r => (r.imported ? '是' : '') },
    ],
    bodyOf(actor) {
      const role = actor.roles.find(r => !r.role.endsWith('Admin'))
      if (!role) throw new Refused('forbidden', '管理员账号不接触公文，不能导出公文清单。')
      return role.bodyId
    },
    title: asked => listLabels[asked.list],
    conditions: (_actor, asked) => conditionsOf(house, asked),
    count: async (actor, { list, ...filter }, most) => {
      const { total, isMore } = await listCountUpTo(house, { list, filter, actor }, most)
      return isMore ? most + 1 : total
    },
    async *rows(actor, { list, ...filter }) {
      const ids = await idsOf(house, { list, filter, actor })
      for (let at = 0; at < ids.length; at += stretch)
        yield* await viewRows(house, await rowsById(house.db, ids.slice(at, at + stretch)), actor)
    },
  })
}
