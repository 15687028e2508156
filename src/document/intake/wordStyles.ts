import { childOf, childrenOf, type Element } from './tree.ts'
import { isOn, valueOf } from './wordXml.ts'

/** What a paragraph or character style contributes, its ancestors included. */
export type Style = {
  readonly align: 'center' | 'right' | null
  /** 1–6 for a heading or title style, 0 otherwise. */
  readonly level: number
  readonly hidden: boolean
  readonly numbering: { readonly list: string; readonly level: number } | null
}

export type Styles = (id: string | undefined) => Style

const plain: Style = { align: null, level: 0, hidden: false, numbering: null }

export const alignOf = (value: string | undefined): 'center' | 'right' | null | undefined =>
  value === undefined
    ? undefined
    : value === 'center'
      ? 'center'
      : value === 'right' || value === 'end'
        ? 'right'
        : null

/** `w:outlineLvl` 0–8 is heading level 1–9; 9 is body text. */
export function outlineLevel(properties: Element | undefined): number | undefined {
  const value = valueOf(childOf(properties, 'w:outlineLvl'))
  if (value === undefined || !/^\d$/.test(value)) return undefined
  return value === '9' ? 0 : Math.min(6, Number(value) + 1)
}

/** Reads `styles.xml`; unknown ids give the plain style. */
export function readStyles(root: Element | null): Styles {
  const raw = new Map<string, Element>()
  let base: Element | undefined
  for (const style of childrenOf(root ?? undefined, 'w:style')) {
    const id = style.attributes['w:styleId']
    if (id) raw.set(id, style)
    if (style.attributes['w:type'] === 'paragraph' && style.attributes['w:default'] === '1') base = style
  }
  const known = new Map<string, Style>()
  const resolve = (style: Element | undefined, depth: number): Style => {
    if (!style || depth > 12) return plain
    const id = style.attributes['w:styleId'] ?? ''
    const ready = known.get(id)
    if (ready) return ready
    const parent = resolve(raw.get(valueOf(childOf(style, 'w:basedOn')) ?? ''), depth + 1)
    const properties = childOf(style, 'w:pPr')
    const name = valueOf(childOf(style, 'w:name')) ?? ''
    const named = /^(?:heading|标题)\s*([1-6])$/i.exec(name)?.[1]
    const titled = /^(?:title|标题)$/i.test(name) ? 1 : undefined
    const vanish = childOf(childOf(style, 'w:rPr'), 'w:vanish')
    const own = childOf(properties, 'w:numPr')
    const list = valueOf(childOf(own, 'w:numId'))
    const result: Style = {
      align: alignOf(valueOf(childOf(properties, 'w:jc'))) ?? parent.align,
      level: named ? Number(named) : (titled ?? outlineLevel(properties) ?? parent.level),
      hidden: vanish ? isOn(vanish) : parent.hidden,
      numbering: list ? { list, level: Number(valueOf(childOf(own, 'w:ilvl')) ?? '0') } : parent.numbering,
    }
    known.set(id, result)
    return result
  }
  const fallback = resolve(base, 0)
  return id => (id === undefined ? fallback : resolve(raw.get(id), 0))
}
