import type { Query } from '#kit/db.ts'
import { recordBodyOf } from '#record/actions.ts'
import { columns, columnsOf, statutoryItems } from '#record/columns.ts'
import type { RecordBody } from '#record/model.ts'
import { standingCatalogs } from '../duty/store.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { nameOfItem } from '../rules/marks.ts'
import { guideParts, type InstrumentKind, type Row } from './model.ts'

/** What the system knows already, as rows; a person looks them over and goes on. Nothing is invented: what is not known stays empty. */
export async function offeredRows(
  db: Query,
  of: { readonly bodyId: number; readonly kind: InstrumentKind },
): Promise<Row[]> {
  const body = await recordBodyOf(db, of.bodyId)
  if (!body || of.kind === 'negative') return []
  return of.kind === 'guide' ? guideRows(body) : basicRows(db, body)
}

function guideRows(body: RecordBody): Row[] {
  const s = body.site
  const ours = statutoryItems.filter(i => i.notOurs === null && i.id !== '20-15').map(i => i.label)
  const texts: Record<(typeof guideParts)[number]['key'], string> = {
    classification: `本机关主动公开的政府信息按《中华人民共和国政府信息公开条例》第二十条、第二十一条分类：${ours.join('；')}；以及法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息。`,
    arrangement:
      '每件信息编有索引号，写明名称、内容概述、发文机关、发文字号、成文日期和发布日期；在“法定主动公开内容”下按上述分类和栏目排列，同一栏目按发布日期从新到旧排列。',
    obtaining:
      '主动公开的信息：在本站“政府信息公开”的“法定主动公开内容”里按分类查阅，也可以检索、下载。没有主动公开的，可以向本机关申请，办法见“依申请公开”。',
    officeName: s.opennessOffice ?? '',
    officeAddress: [s.address, s.postcode && `邮政编码${s.postcode}`].filter(Boolean).join('，'),
    officeHours: s.hours ?? '',
    officePhone: s.phone ?? '',
    officeFax: s.fax ?? '',
    officeOnline: s.email ?? '',
    request: `公民、法人或者其他组织可以当面提交、邮政寄送或者通过本站“依申请公开”所列的其他渠道提出申请；本机关收到申请后能当场答复的当场答复，不能的自收到之日起20个工作日内答复，需要延长的经负责人同意最多延长20个工作日（条例第二十九条、第三十三条）。`,
    remedy:
      '认为本机关没有依法履行政府信息公开义务的，可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者提起行政诉讼（条例第四十七条、第五十一条）。',
  }
  return guideParts.map(p => ({ key: p.key, values: { heading: p.heading, text: texts[p.key] } }))
}

/** The items of the standard catalogs in force, behind them what 条例第二十条 lists and this body publishes on its columns. */
async function basicRows(db: Query, body: RecordBody): Promise<Row[]> {
  const catalogs = await standingCatalogs(db, [body.id])
  const named = catalogs.flatMap(c => c.items.filter(i => i.leftOut === null).map(nameOfItem))
  // Both fields have items of one name (法律法规): the field tells them apart.
  const nameIn = (name: string, field: string) =>
    named.filter(n => n === name).length > 1 ? `${name}（${field.replace(/领域$/, '')}）` : name
  const fromCatalogs = catalogs.flatMap(c =>
    c.items
      .filter(i => i.leftOut === null && i.mode !== '依申请')
      .map(i => ({
        key: `${c.field}/${i.key}`,
        values: {
          item: nameIn(nameOfItem(i), guidelineOf(c.field).field),
          content: i.content ?? '',
          subject: i.subject ?? body.name,
          deadline: i.deadline ?? '',
          mode: '主动公开',
          channels: (i.channels ?? [])
            .filter(x => x.preselected)
            .map(x => x.name)
            .join('、'),
          basis: i.basis?.join('\n') ?? '',
        },
      })),
  )
  const statutory = statutoryItems
    .filter(i => i.notOurs === null && i.id !== '20-15')
    .map(i => ({
      key: `条例-${i.id}`,
      values: {
        item: i.label,
        content: columnsOf(i.id)
          .map(c => columns[c].description)
          .join('\n'),
        subject: body.name,
        deadline: '信息形成或者变更之日起20个工作日内',
        mode: '主动公开',
        channels: '政府网站',
        basis: i.cite,
      },
    }))
  return [...statutory, ...fromCatalogs]
}
