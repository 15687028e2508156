import { attributes, type Attribute } from '../model.ts'

type Found =
  { readonly value: unknown; readonly confidence?: string; readonly evidence?: string } | null | undefined

/** The intake's answer as it comes over the wire; what is not in the document is null or absent. */
export type Intake = {
  readonly title?: Found
  readonly kind?: Found
  readonly documentNumber?: Found
  readonly indexNumber?: Found
  readonly writtenOn?: Found
  readonly issuedOn?: Found
  readonly publishedOn?: Found
  readonly addressee?: Found
  readonly signatories?: Found
  readonly attribute?: Found
  readonly label?: Found
  readonly bodyHtml?: string
  readonly characters?: number
  readonly notes?: readonly { readonly level?: string; readonly text?: string; readonly message?: string }[]
}

export type SuggestionField =
  | 'title'
  | 'kind'
  | 'documentNumber'
  | 'indexNumber'
  | 'writtenOn'
  | 'issuedOn'
  | 'originalPublishedOn'
  | 'addressee'
  | 'signatories'
  | 'attribute'
  | 'bodyHtml'

/** One thing recognised: what it is, what it says, what it was read from. Nothing is taken over until it is accepted. */
export type Suggestion = {
  readonly field: SuggestionField
  readonly label: string
  readonly value: string | readonly string[]
  /** For people: the value in words. */
  readonly shown: string
  readonly sure: boolean
  readonly evidence: string
}

const labels: Record<SuggestionField, string> = {
  title: '标题',
  kind: '文种',
  documentNumber: '发文字号',
  indexNumber: '索引号',
  writtenOn: '成文日期',
  issuedOn: '印发日期',
  originalPublishedOn: '原发布日期',
  addressee: '主送机关',
  signatories: '发文机关署名',
  attribute: '公开属性',
  bodyHtml: '正文',
}

const attributeWords: Record<Attribute, string> = {
  proactive: '主动公开',
  'on-request': '依申请公开',
  withheld: '不予公开',
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function textOf(field: SuggestionField, value: unknown): string | readonly string[] | null {
  if (field === 'signatories') return Array.isArray(value) && value.length > 0 ? value.map(String) : null
  if (field === 'documentNumber' && typeof value !== 'string') {
    const { asWritten, normalised } = record(value)
    const first: unknown = Array.isArray(normalised) ? normalised[0] : undefined
    return typeof first === 'string' ? first : typeof asWritten === 'string' ? asWritten : null
  }
  if (field === 'attribute') {
    const word = typeof value === 'string' ? value : record(value).attribute
    return attributes.find(one => one === word) ?? null
  }
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** What was recognised, in the order of the form, only the fields this form has. */
export function suggestionsOf(intake: Intake, fields: readonly SuggestionField[]): Suggestion[] {
  const found: Record<SuggestionField, Found> = {
    title: intake.title,
    kind: intake.kind,
    documentNumber: intake.documentNumber,
    indexNumber: intake.indexNumber,
    writtenOn: intake.writtenOn,
    issuedOn: intake.issuedOn,
    originalPublishedOn: intake.publishedOn,
    addressee: intake.addressee,
    signatories: intake.signatories,
    attribute: intake.attribute ?? intake.label,
    bodyHtml: intake.bodyHtml ? { value: intake.bodyHtml, confidence: 'sure', evidence: '' } : null,
  }
  const list: Suggestion[] = []
  for (const field of fields) {
    const one = found[field]
    const value = one ? textOf(field, one.value) : null
    if (!one || value === null) continue
    list.push({
      field,
      label: labels[field],
      value,
      shown: shownOf(field, value, intake.characters),
      sure: one.confidence !== 'likely',
      evidence: one.evidence ?? '',
    })
  }
  return list
}

function shownOf(
  field: SuggestionField,
  value: string | readonly string[],
  characters: number | undefined,
): string {
  if (field === 'attribute') return attributeWords[value as Attribute]
  if (field !== 'bodyHtml') return typeof value === 'string' ? value : value.join('、')
  const text = String(value)
    .replace(/<[^>]*>/g, '')
    .replace(/&\w+;/g, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const count = characters ?? text.replace(/\s/gu, '').length
  return `${count.toLocaleString('zh-CN')} 字：${text.slice(0, 60)}${text.length > 60 ? '……' : ''}`
}

/** Whether the form already says the same. */
export function agrees(suggestion: Suggestion, present: unknown): boolean {
  const words = (value: unknown) => (Array.isArray(value) ? value.join('\n') : String(value ?? ''))
  return words(present) === words(suggestion.value)
}

/** Whether taking it over would replace something that is already written. */
export function replaces(suggestion: Suggestion, present: unknown): boolean {
  const empty =
    present === null ||
    present === undefined ||
    present === '' ||
    (Array.isArray(present) && present.length === 0)
  return !empty && !agrees(suggestion, present)
}

export type Note = { readonly level: 'warn' | 'info'; readonly text: string }

export function notesOf(intake: Intake): Note[] {
  return (intake.notes ?? []).flatMap(note => {
    const text = note.text ?? note.message ?? ''
    return text ? [{ level: note.level === 'info' ? ('info' as const) : ('warn' as const), text }] : []
  })
}
