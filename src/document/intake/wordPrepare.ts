import {
  append,
  childOf,
  descendants,
  element,
  isElement,
  textOf,
  writeXml,
  type Element,
  type Node,
} from './tree.ts'
import { alignOf, outlineLevel, type Styles } from './wordStyles.ts'
import type { Numbering } from '#kit/ooxml/numbering.ts'
import { isOn, valueOf, type Relationship } from './wordXml.ts'

/** What was met in the Word parts; counted for the findings. */
export type WordMet = {
  insertions: number
  deletions: number
  comments: number
  hidden: number
  struck: number
  objects: number
  drawings: number
  formulas: number
  remoteImages: number
  unusableImages: number
  characters: number
}

export const nothingMet = (): WordMet => ({
  insertions: 0,
  deletions: 0,
  comments: 0,
  hidden: 0,
  struck: 0,
  objects: 0,
  drawings: 0,
  formulas: 0,
  remoteImages: 0,
  unusableImages: 0,
  characters: 0,
})

export type PrepareContext = {
  readonly styles: Styles
  readonly numbering: Numbering
  readonly relationships: ReadonlyMap<string, Relationship>
  /** Can the picture behind this relationship be shown? */
  readonly isUsable: (relationship: Relationship) => boolean
  readonly met: WordMet
}

const dropped = new Set([
  'w:commentRangeStart', 'w:commentRangeEnd', 'w:annotationRef', 'w:softHyphen', 'w:sectPr', 'w:sdtPr', 'w:sdtEndPr',
  'w:customXmlPr', 'w:smartTagPr', 'w:tblPr', 'w:tblPrEx', 'w:rt', 'w:rubyPr', 'w:delText', 'w:delInstrText',
  'w:moveFromRangeStart', 'w:moveFromRangeEnd', 'w:moveToRangeStart', 'w:moveToRangeEnd', 'w:pgNum', 'w:separator',
  'w:continuationSeparator', 'w:dayShort', 'w:monthShort', 'w:yearShort', 'w:dayLong', 'w:monthLong', 'w:yearLong',
]) // prettier-ignore
const unwrapped = new Set([
  'w:ins', 'w:moveTo', 'w:smartTag', 'w:customXml', 'w:sdt', 'w:sdtContent', 'w:fldSimple', 'w:ruby', 'w:rubyBase',
  'w:bdo', 'w:dir',
]) // prettier-ignore
const embedded = new Set(['w:object', 'w:control', 'w:altChunk', 'w:subDoc', 'w:contentPart'])

/**
 * Rewrites a Word body so that what is read is what a reader sees: deletions out and insertions in, hidden text out,
 * automatic numbers written, styles told by name (see `styleName`), text boxes as paragraphs before their anchor, objects and
 * pictures that cannot be shown taken out. Everything taken out is counted in `met`.
 */
export function prepareBody(nodes: readonly Node[], context: PrepareContext): Node[] {
  return joinRuns(nodes.flatMap(node => prepare(node, context)))
}

function prepare(node: Node, context: PrepareContext): Node[] {
  if (!isElement(node)) return []
  const { met } = context
  const { name } = node
  if (name === 'w:p') return paragraph(node, context)
  if (name === 'w:r') return run(node, context)
  if (name === 'w:del' || name === 'w:moveFrom') {
    met.deletions++
    return []
  }
  if (name === 'w:ins' || name === 'w:moveTo') met.insertions++
  if (name === 'w:commentReference') return []
  if (embedded.has(name)) {
    met.objects++
    return []
  }
  if (dropped.has(name)) return []
  if (unwrapped.has(name)) return node.children.flatMap(c => prepare(c, context))
  if (name === 'm:oMath' || name === 'm:oMathPara') return formula(node, context)
  if (name === 'w:hyperlink') return hyperlink(node, context)
  if (name === 'w:tbl')
    return [{ ...node, attributes: {}, children: node.children.flatMap(c => prepare(c, context)) }]
  if (name === 'w:tr') return row(node, context)
  if (name === 'w:tc') return [cell(node, context)]
  if (name === 'mc:AlternateContent') return alternate(node, context)
  return []
}

/** The name under which mammoth is told about a paragraph: heading level and alignment. */
export const styleName = (level: number, align: 'center' | 'right' | null): string =>
  `body-${level}-${align ?? 'left'}`

function paragraph(node: Element, context: PrepareContext): Node[] {
  const properties = childOf(node, 'w:pPr')
  const style = context.styles(valueOf(childOf(properties, 'w:pStyle')))
  const align = alignOf(valueOf(childOf(properties, 'w:jc'))) ?? style.align
  const level = outlineLevel(properties) ?? style.level
  const mark = childOf(properties, 'w:rPr')
  const merged = childOf(mark, 'w:del') !== undefined
  if (merged) context.met.deletions++
  if (childOf(mark, 'w:ins')) context.met.insertions++

  const boxes: Node[] = []
  const content = joinRuns(
    node.children.flatMap(child => {
      if (!isElement(child) || child.name === 'w:pPr') return []
      append(boxes, boxesIn(child, context))
      return prepare(child, context)
    }),
  )
  if (style.hidden && content.length > 0) {
    context.met.hidden++
    return boxes
  }
  const number = numberOf(properties, style, context)
  if (number !== null && number !== 'bullet' && content.length > 0) content.unshift(textRun(number))
  const inner: Node[] = []
  if (number === 'bullet') inner.push(bulletProperties(properties, style.numbering?.level ?? 0))
  else if (level > 0 || align) inner.push(element('w:pStyle', [], { 'w:val': styleName(level, align) }))
  if (merged) inner.push(element('w:rPr', [element('w:del')]))
  if (content.length === 0 && !merged) return boxes
  const own = inner.length > 0 ? [element('w:pPr', inner)] : []
  return [...boxes, element('w:p', [...own, ...content])]
}

function numberOf(
  properties: Element | undefined,
  style: ReturnType<Styles>,
  context: PrepareContext,
): string | null {
  const own = childOf(properties, 'w:numPr')
  const list = valueOf(childOf(own, 'w:numId')) ?? style.numbering?.list
  if (list === undefined || list === '0') return null
  const level = Number(valueOf(childOf(own, 'w:ilvl')) ?? style.numbering?.level ?? 0)
  const number = context.numbering.next(list, level)
  if (number === null || number === 'bullet') return number
  return /[0-9A-Za-z.)]$/.test(number) ? `${number} ` : number
}

const bulletProperties = (properties: Element | undefined, inherited: number): Element => {
  const level = valueOf(childOf(childOf(properties, 'w:numPr'), 'w:ilvl')) ?? String(inherited)
  return element('w:numPr', [
    element('w:ilvl', [], { 'w:val': /^[0-8]$/.test(level) ? level : '0' }),
    element('w:numId', [], { 'w:val': '1' }),
  ])
}

const textRun = (text: string): Element =>
  element('w:r', [element('w:t', [text], { 'xml:space': 'preserve' })])

const keptInRun = ['w:b', 'w:i', 'w:u', 'w:vertAlign'] as const

function run(node: Element, context: PrepareContext): Node[] {
  const { met } = context
  const properties = childOf(node, 'w:rPr')
  const vanish = childOf(properties, 'w:vanish')
  const isHidden = vanish ? isOn(vanish) : context.styles(valueOf(childOf(properties, 'w:rStyle'))).hidden
  if (isHidden && properties && textOf(node.children).trim() !== '') {
    met.hidden++
    return []
  }
  if (isOn(childOf(properties, 'w:strike')) || isOn(childOf(properties, 'w:dstrike'))) met.struck++
  const inner: Node[] = []
  const after: Node[] = []
  for (const child of node.children) {
    if (!isElement(child)) continue
    switch (child.name) {
      case 'w:t': {
        const text = textOf(child.children)
        met.characters += countCharacters(text)
        inner.push(element('w:t', [text], { 'xml:space': 'preserve' }))
        break
      }
      case 'w:tab':
      case 'w:ptab':
        inner.push(element('w:tab'))
        break
      case 'w:cr':
        inner.push(element('w:br'))
        break
      case 'w:br':
        if (/^(?:textWrapping)?$/.test(child.attributes['w:type'] ?? '')) inner.push(element('w:br'))
        break
      case 'w:sym':
      case 'w:noBreakHyphen':
      case 'w:fldChar':
      case 'w:instrText':
      case 'w:footnoteReference':
      case 'w:endnoteReference':
      case 'w:footnoteRef':
      case 'w:endnoteRef':
        inner.push({ ...child, children: child.name === 'w:instrText' ? child.children : [] })
        break
      case 'w:drawing':
      case 'w:pict':
        inner.push(...picture(child, context))
        break
      case 'w:rPr':
        break
      default:
        append(after, prepare(child, context))
    }
  }
  if (inner.length === 0) return after
  const kept = keptInRun.flatMap(n => childOf(properties, n) ?? [])
  const own = kept.length > 0 ? [element('w:rPr', kept.map(bareProperty))] : []
  return [element('w:r', [...own, ...inner]), ...after]
}

const bareProperty = (property: Element): Element => {
  const value = valueOf(property)
  return element(property.name, [], value === undefined ? {} : { 'w:val': value })
}

/** Elements to be converted. */
export function countPieces(nodes: readonly Node[]): number {
  let count = 0
  for (const node of nodes)
    if (isElement(node)) count += node.name === 'w:t' ? 0 : 1 + countPieces(node.children)
  return count
}

/** Characters without white space, as the limit and the word count of an office count them. */
export function countCharacters(text: string): number {
  let count = 0
  for (const c of text) if (c > ' ' && c !== '\u00a0' && c !== '\u3000') count++
  return count
}

function picture(node: Element, context: PrepareContext): Node[] {
  const { met } = context
  const blip = descendants(node, 'a:blip')[0]
  const image = blip ?? descendants(node, 'v:imagedata')[0]
  if (!image) {
    const isFigure = descendants(node, 'a:graphicData').some(d =>
      /chart|diagram/i.test(d.attributes['uri'] ?? ''),
    )
    if (isFigure) met.drawings++
    return []
  }
  const id = image.attributes['r:embed'] ?? image.attributes['r:id']
  const relationship = context.relationships.get(id ?? '')
  if (image.attributes['r:link'] || relationship?.external) {
    met.remoteImages++
    return []
  }
  if (!id || !relationship || !context.isUsable(relationship)) {
    met.unusableImages++
    return []
  }
  const properties = descendants(node, 'wp:docPr')[0]
  const text = properties?.attributes['descr'] ?? properties?.attributes['title'] ?? ''
  return [inlinePicture(id, text)]
}

const inlinePicture = (id: string, text: string): Element =>
  element('w:drawing', [
    element('wp:inline', [
      element('wp:docPr', [], { id: '1', name: '', descr: text.slice(0, 500) }),
      element('a:graphic', [
        element('a:graphicData', [
          element('pic:pic', [element('pic:blipFill', [element('a:blip', [], { 'r:embed': id })])]),
        ]),
      ]),
    ]),
  ])

/** Paragraphs of the text boxes anchored in this run; the drawing is met twice (new and old form), read once. */
function boxesIn(node: Element, context: PrepareContext): Node[] {
  if (node.name === 'w:txbxContent') return node.children.flatMap(c => prepare(c, context))
  if (node.name === 'w:del' || node.name === 'w:moveFrom' || embedded.has(node.name)) return []
  if (node.name === 'mc:AlternateContent') {
    const branches = node.children.filter(isElement)
    const branch = branches.find(b => descendants(b, 'w:txbxContent').length > 0)
    return branch ? branch.children.filter(isElement).flatMap(c => boxesIn(c, context)) : []
  }
  return node.children.flatMap(c => (isElement(c) ? boxesIn(c, context) : []))
}

function alternate(node: Element, context: PrepareContext): Node[] {
  const branches = node.children.filter(isElement)
  const withPicture = branches.find(b => descendants(b, 'a:blip').length > 0)
  const branch = withPicture ?? branches.find(b => b.name === 'mc:Fallback') ?? branches[0]
  const drawings = branch?.children.filter(isElement) ?? []
  return drawings.flatMap(d =>
    d.name === 'w:drawing' || d.name === 'w:pict' ? wrapped(picture(d, context)) : prepare(d, context),
  )
}

const wrapped = (nodes: readonly Node[]): Node[] => (nodes.length > 0 ? [element('w:r', [...nodes])] : [])

function formula(node: Element, context: PrepareContext): Node[] {
  const text = textOf(descendants(node, 'm:t').flatMap(t => t.children))
  context.met.formulas++
  context.met.characters += countCharacters(text)
  return text === '' ? [] : [textRun(text)]
}

function hyperlink(node: Element, context: PrepareContext): Node[] {
  const children = node.children.flatMap(c => prepare(c, context))
  const id = node.attributes['r:id']
  if (!id || !context.relationships.has(id)) return children
  return [element('w:hyperlink', children, { 'r:id': id })]
}

function row(node: Element, context: PrepareContext): Node[] {
  const properties = childOf(node, 'w:trPr')
  if (childOf(properties, 'w:del')) {
    context.met.deletions++
    return []
  }
  if (childOf(properties, 'w:ins')) context.met.insertions++
  const header = isOn(childOf(properties, 'w:tblHeader')) ? [element('w:trPr', [element('w:tblHeader')])] : []
  return [element('w:tr', [...header, ...node.children.flatMap(c => prepare(c, context))])]
}

function cell(node: Element, context: PrepareContext): Element {
  const properties = childOf(node, 'w:tcPr')
  const kept = ['w:gridSpan', 'w:vMerge'].flatMap(n => childOf(properties, n) ?? []).map(bareProperty)
  const own = kept.length > 0 ? [element('w:tcPr', kept)] : []
  return element('w:tc', [...own, ...node.children.flatMap(c => prepare(c, context))])
}

/** Word cuts a sentence into runs at every edit; neighbours that look alike become one. */
function joinRuns(nodes: readonly Node[]): Node[] {
  const out: Node[] = []
  let look: string | null = null
  for (const node of nodes) {
    const own = isElement(node) && node.name === 'w:r' ? lookOf(node) : null
    const before = out.at(-1)
    const text = own !== null && own === look && isElement(before) ? before.children.at(-1) : undefined
    const added = isElement(node) ? node.children.at(-1) : undefined
    if (isElement(text) && isElement(added)) text.children.push(...added.children)
    else out.push(node)
    look = own
  }
  return out
}

/** The look of a run that is text and nothing else, null for any other. */
function lookOf(node: Element): string | null {
  const properties = childOf(node, 'w:rPr')
  const rest = node.children.filter(c => c !== properties)
  const isText = rest.length === 1 && isElement(rest[0]) && rest[0].name === 'w:t'
  return isText ? writeXml(properties ? [properties] : []) : null
}
