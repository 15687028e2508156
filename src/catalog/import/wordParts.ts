import type { Container } from '#kit/ooxml/container.ts'
import { attribute, decodePart, walkMarkup } from '#kit/ooxml/markup.ts'
import { counting, type ListLevel, type ListUse } from '#kit/ooxml/numbering.ts'
import { isSymbolFont, restoreSymbols, shownIn } from './symbols.ts'

/** What a style of Word makes of the words it is given to; undefined where it says nothing of it. */
type Style = {
  isStruck?: boolean
  isHidden?: boolean
  list?: string
  level?: number
}
/** A place in a list. */
export type ListPlace = { readonly list: string; readonly level: number }

/** What stands beside the text of a DOCX and decides how it looks. */
export type WordParts = {
  styleOf(id: string | undefined): Readonly<Style>
  /** The number or mark before the next paragraph of a list; empty where nothing is known of it. */
  numberAt(place: ListPlace): string
}

/** A property without a value, or with one that is not off. */
export const isOn = (tag: string): boolean => !/^(?:0|false|off|none)$/.test(attribute(tag, 'val') ?? 'on')
const whole = (value: string | undefined, otherwise: number) => {
  const n = Number.parseInt(value ?? '', 10)
  return Number.isFinite(n) ? n : otherwise
}

/** Styles and lists of a DOCX. Throws ContainerError and MarkupFault. */
export async function readWordParts(container: Container, main: string): Promise<WordParts> {
  const beside = async (name: string) => {
    const bytes = await container.read(`${main.slice(0, main.lastIndexOf('/') + 1)}${name}`)
    return bytes ? decodePart(bytes) : ''
  }
  const styles = readStyles(await beside('styles.xml'))
  const { levels, lists } = readLists(await beside('numbering.xml'))
  const numbers = counting(levels, lists)
  return {
    styleOf: id => (id === undefined ? {} : (styles.get(id) ?? {})),
    numberAt({ list, level }) {
      const next = numbers.next(list, level)
      if (next !== 'bullet') return next ?? ''
      return levels.get(lists.get(list)?.abstract ?? '')?.get(level)?.text ?? ''
    },
  }
}

function readStyles(source: string): Map<string, Style> {
  const own = new Map<string, Style & { from?: string | undefined }>()
  let style: (Style & { from?: string | undefined }) | null = null
  if (source !== '')
    walkMarkup(source, {
      open(name, tag) {
        if (name === 'style') {
          style = {}
          own.set(attribute(tag, 'styleId') ?? '', style)
        } else if (!style) return
        else if (name === 'basedOn') style.from = attribute(tag, 'val')
        else if (name === 'strike' || name === 'dstrike') style.isStruck = isOn(tag)
        else if (name === 'vanish') style.isHidden = isOn(tag)
        else if (name === 'numId') style.list = attribute(tag, 'val') ?? ''
        else if (name === 'ilvl') style.level = whole(attribute(tag, 'val'), 0)
      },
      close(name) {
        if (name === 'style') style = null
      },
    })
  const made = new Map<string, Style>()
  for (const id of own.keys()) {
    let all: Style = {}
    const line = new Set<string>()
    for (let at: string | undefined = id; at !== undefined && !line.has(at); at = own.get(at)?.from) {
      line.add(at)
      all = { ...own.get(at), ...all }
    }
    made.set(id, all)
  }
  return made
}

function readLists(source: string) {
  const levels = new Map<string, Map<number, ListLevel>>()
  const lists = new Map<string, ListUse>()
  let abstract = new Map<number, ListLevel>()
  let use: { abstract: string; overrides: Map<number, number> } | null = null
  let level: { -readonly [K in keyof ListLevel]: ListLevel[K] } | null = null
  let over = 0
  let isSymbol = false
  if (source !== '')
    walkMarkup(source, {
      open(name, tag) {
        const val = attribute(tag, 'val')
        if (name === 'abstractNum') {
          abstract = new Map()
          levels.set(attribute(tag, 'abstractNumId') ?? '', abstract)
        } else if (name === 'num') {
          use = { abstract: '', overrides: new Map() }
          lists.set(attribute(tag, 'numId') ?? '', use)
        } else if (name === 'abstractNumId' && use) use.abstract = val ?? ''
        else if (name === 'lvlOverride') over = whole(attribute(tag, 'ilvl'), 0)
        else if (name === 'startOverride' && use) use.overrides.set(over, whole(val, 1))
        else if (name === 'lvl' && !use) {
          level = { format: 'decimal', text: '', start: 1, restart: null }
          isSymbol = false
          abstract.set(whole(attribute(tag, 'ilvl'), 0), level)
        } else if (!level) return
        else if (name === 'start') level.start = whole(val, 1)
        else if (name === 'numFmt') level.format = val ?? 'decimal'
        else if (name === 'lvlText') level.text = (val ?? '').slice(0, 60)
        else if (name === 'lvlRestart') level.restart = whole(val, 0)
        else if (name === 'rFonts')
          isSymbol = isSymbolFont(attribute(tag, 'ascii') ?? attribute(tag, 'hAnsi'))
      },
      close(name) {
        if (name === 'num') use = null
        if (name !== 'lvl' || !level) return
        if (level.format === 'bullet')
          level.text = restoreSymbols(isSymbol ? shownIn(level.text) : level.text)
        level = null
      },
    })
  return { levels, lists }
}
