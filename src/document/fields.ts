import type { Query } from '#kit/db.ts'
import { dayOf } from '#kit/now.ts'
import { targetsOf, type Step } from '#kit/workflow.ts'
import { attributes } from '#law/attributes.ts'
import { formatDocumentNumber } from '#law/documentNumber.ts'
import { groundsForDocuments } from '#law/grounds.ts'
import { departmentsIn, holdersIn } from '#people/directory.ts'
import { choicesMade, itemChoices, type ItemChoice } from '#catalog/choice.ts'
import { columnIds, columns } from '#record/columns.ts'
import { channelsOf, readingPlace } from './channels.ts'
import { emergencyKinds } from './emergency/model.ts'
import { channels, themes, withdrawKinds } from './model.ts'
import { lastNumbers, seriesOf } from './numbers.ts'
import type { DocumentRow } from './store.ts'
import { tagFields } from './tags.ts'
import type { FieldView } from './views.ts'

type Option = NonNullable<FieldView['options']>[number]

const field = (
  name: string,
  label: string,
  type: FieldView['type'],
  more: Partial<FieldView> = {},
): FieldView => ({
  name,
  label,
  type,
  required: true,
  hint: null,
  options: null,
  value: type === 'many' ? [] : '',
  ...more,
})

const columnOptions: readonly Option[] = columnIds.map(value => ({ value, label: columns[value].label }))
const columnsField = (document: DocumentRow) =>
  field('columns', '发布到哪些栏目', 'many', { options: columnOptions, value: [...document.columns] })

/** Nothing to choose from before the body has published its catalog. */
async function itemsFields(db: Query, document: DocumentRow): Promise<FieldView[]> {
  const choices = await itemChoices(db, document.bodyId)
  return itemsFieldOf(choices, '可以选几项；选了的，这件公文就算作该事项按目录公开了。').map(f => ({
    ...f,
    value: choicesMade(choices, document.catalogItems),
  }))
}

const itemsFieldOf = (choices: readonly ItemChoice[], hint: string): FieldView[] =>
  choices.length === 0
    ? []
    : [
        field('catalogItems', '对应哪些标准目录事项', 'many', {
          required: false,
          hint,
          options: choices.map(c => ({
            value: c.value,
            label: c.label,
            ...(c.hint ? { hint: c.hint } : {}),
          })),
        }),
      ]

async function seriesField(db: Query, document: DocumentRow, today: string): Promise<FieldView> {
  const year = Number((document.writtenOn ?? today).slice(0, 4))
  const [series, last] = await Promise.all([
    seriesOf(db, document.bodyId),
    lastNumbers(db, document.bodyId, year),
  ])
  const next = (code: string) => formatDocumentNumber({ code, year, sequence: (last.get(code) ?? 0) + 1 })
  return field('series', '机关代字', 'one', {
    hint: '按机关代字和年份连续取号，不跳号、不重号；所示的下一个号以取号时为准。',
    options: series.map(s => ({ value: s.code, label: `${s.code}（${s.name}），下一个号${next(s.code)}` })),
    value: series[0]?.code ?? '',
  })
}

async function emergencyFields(db: Query, document: DocumentRow): Promise<FieldView[]> {
  const leaders = (await holdersIn(db, [document.bodyId])).filter(
    h => h.role === 'leader' && h.staffId !== document.drafterId,
  )
  return [
    field('kind', '突发事件种类', 'one', {
      options: Object.entries(emergencyKinds).map(([value, label]) => ({ value, label })),
    }),
    field('event', '突发事件名称', 'text', {
      hint: '例如“7·20暴雨洪涝灾害”。会写入公开的发布凭证，不要写人名和联系方式。',
    }),
    field('consentBy', '口头同意先行发布的领导', 'one', {
      options: leaders.map(l => ({ value: String(l.staffId), label: l.name })),
    }),
    columnsField(document),
  ]
}

const determination = [
  field('office', '作出意见的机关', 'text', { hint: '写全称。' }),
  field('on', '作出意见的日期', 'day'),
]

const attributeField = (document: DocumentRow) =>
  field('attribute', '改为', 'one', {
    options: attributes
      .filter(a => a.value !== document.attribute || a.value === 'withheld')
      .map(a => ({ value: a.value, label: a.name, hint: a.meaning })),
  })

const groundField = field('ground', '不予公开的法定依据', 'one', {
  required: false,
  hint: '改为不予公开时必填。',
  options: groundsForDocuments()
    .filter(g => g.code !== 'E14-1')
    .map(g => ({ value: g.code, label: g.label, hint: g.text })),
})

/** What a step asks for besides a word: sent with the offer, drawn by the console, checked again by the deed's schema. */
export async function fieldsOf(
  db: Query,
  document: DocumentRow,
  verb: string,
  step: Step,
  now: Date,
): Promise<FieldView[]> {
  switch (verb) {
    case 'number':
      return [await seriesField(db, document, dayOf(now))]
    case 'issue':
      return [
        field('issuedOn', '印发日期', 'day', {
          required: false,
          hint: '不填即为今天。公布的20个工作日从印发次日起算。',
        }),
        ...(document.attribute === 'proactive' ? await tagFields(db, document, dayOf(now)) : []),
      ]
    case 'classify':
      return [
        { ...columnsField(document), label: '公开栏目' },
        field('theme', '主题分类', 'one', {
          required: false,
          options: themes.map(value => ({ value, label: value })),
          value: document.theme ?? '',
        }),
        ...(await itemsFields(db, document)),
        ...(await tagFields(db, document, dayOf(now))),
      ]
    case 'publish':
      return [
        columnsField(document),
        ...(await itemsFields(db, document)),
        ...(await tagFields(db, document, dayOf(now))),
      ]
    case 'schedule':
      return [
        field('publishAt', '发布时间', 'moment', {
          hint: '北京时间。到时再核对一遍，不符合条件的不发布并通知您。',
        }),
        columnsField(document),
        ...(await itemsFields(db, document)),
        ...(await tagFields(db, document, dayOf(now))),
      ]
    case 'return': {
      const targets = typeof step.to === 'string' ? null : step.to
      if (!targets || targetsOf(step).length < 2) return []
      return [
        field('to', '退到哪一环节', 'one', {
          options: Object.entries(targets).map(([value, label]) => ({ value, label: label ?? value })),
          value: 'draft',
        }),
      ]
    }
    case 'askCountersign': {
      const departments = await departmentsIn(db, document.bodyId)
      return [
        field('departments', '请哪些部门会签', 'many', {
          options: departments
            .filter(d => d.id !== document.departmentId)
            .map(d => ({ value: String(d.id), label: d.name })),
        }),
      ]
    }
    case 'countersign':
      return [
        field('agrees', '会签结果', 'one', {
          options: [
            { value: 'yes', label: '同意' },
            { value: 'no', label: '不同意' },
          ],
        }),
      ]
    case 'determineOpen':
    case 'recordOpinion':
    case 'recordDetermination':
      return determination
    case 'reattribute':
      return [attributeField(document), groundField]
    case 'publishEmergency':
      return emergencyFields(db, document)
    case 'withdraw':
    case 'refuseAfter':
      return [
        field('kind', '撤回的原因', 'one', {
          hint: '涉及秘密、隐私的，各版本的正文和附件一并清除。',
          options: Object.entries(withdrawKinds).map(([value, label]) => ({ value, label })),
        }),
        field('publicNote', '给公众看的撤回说明', 'textarea', {
          hint: '原地址会显示这句话，例如“本件因内容有误撤回，更正后重新发布。”',
        }),
      ]
    case 'addChannel':
      return [
        field('channel', '渠道', 'one', {
          options: Object.entries(channels).map(([value, label]) => ({ value, label })),
        }),
        field('place', '在哪里', 'text', { hint: '例如公众号名称，或报纸名称和版次。' }),
        field('doneOn', '公布日期', 'day'),
        field('link', '网址', 'text', { required: false, hint: '有网址的填写。' }),
      ]
    case 'sendPaper':
      return [
        field('place', '查阅场所', 'text', { hint: '例如“市档案馆”“县图书馆”“政务服务中心”。' }),
        field('doneOn', '移送日期', 'day'),
      ]
    case 'receivePaper': {
      const open = (await channelsOf(db, document.id)).filter(c => c.channel === readingPlace && !c.receiptOn)
      return [
        field('place', '查阅场所', 'one', {
          options: open.map(c => ({ value: c.place, label: `${c.place}（${c.doneOn}移送）` })),
          value: open[0]?.place ?? '',
        }),
        field('receiptBy', '签收人', 'text'),
        field('receiptOn', '签收日期', 'day'),
      ]
    }
    case 'correct':
      return [
        field('publicNote', '给公众看的更正说明', 'text', { hint: '例如“更正第三条的日期”。' }),
        field('title', '标题', 'text', { value: document.title }),
        field('bodyHtml', '正文', 'html', { value: document.bodyHtml }),
      ]
    default:
      return []
  }
}

/** What a step asks for where it is done on many documents at once: nothing that belongs to one of them. */
export function batchFields(
  verb: string,
  series: readonly { code: string; name: string }[],
  choices: readonly ItemChoice[],
): FieldView[] {
  const items = () => itemsFieldOf(choices, '所选的公文都算作这些事项。不选的，各按自己原来选的。')
  switch (verb) {
    case 'number':
      return [
        field('series', '机关代字', 'one', {
          hint: '按所选的先后依次取号。',
          options: series.map(s => ({ value: s.code, label: `${s.code}（${s.name}）` })),
          value: series[0]?.code ?? '',
        }),
      ]
    case 'issue':
      return [field('issuedOn', '印发日期', 'day', { required: false, hint: '不填即为今天。' })]
    case 'publish':
      return [
        field('columns', '发布到哪些栏目', 'many', {
          required: false,
          hint: '不选的，各按自己批办单上的栏目发布。',
          options: columnOptions,
        }),
        ...items(),
      ]
    case 'schedule':
      return [
        field('publishAt', '发布时间', 'moment', {
          hint: '北京时间。到时逐件再核对，不符合条件的不发布并通知您。',
        }),
        ...items(),
      ]
    case 'classify':
      return [
        field('columns', '公开栏目', 'many', {
          required: false,
          hint: '不选的不变。',
          options: columnOptions,
        }),
        field('theme', '主题分类', 'one', {
          required: false,
          hint: '不选的不变。',
          options: themes.map(value => ({ value, label: value })),
        }),
        ...items(),
      ]
    case 'addChannel':
      return [
        field('channel', '渠道', 'one', {
          options: Object.entries(channels).map(([value, label]) => ({ value, label })),
        }),
        field('place', '在哪里', 'text', { hint: '例如公众号名称，或报纸名称和版次。' }),
        field('doneOn', '公布日期', 'day'),
      ]
    default:
      return []
  }
}
