import { checkKind, notWord, openContainer, type Container } from './container.ts'
import { IntakeRefusal } from './refusal.ts'
import { childrenOf, descendants, isElement, textOf, type Element } from './tree.ts'
import { convert, createMedia, type Notes } from './wordPackage.ts'
import { countPieces, nothingMet, prepareBody, type PrepareContext, type WordMet } from './wordPrepare.ts'
import { readNumbering } from './wordNumbering.ts'
import { readStyles } from './wordStyles.ts'
import { partName, readPart, readRelationships, relationshipsOf, type Relationship } from './wordXml.ts'
import type { ImagePart, IntakeLimits } from './types.ts'

export type WordSource = {
  /** As mammoth wrote it: to be cleaned before anything else. */
  readonly html: string
  /** Lines of headers and footers. */
  readonly aside: readonly string[]
  readonly images: readonly ImagePart[]
  readonly met: WordMet & { externalTemplates: number; externalLinks: number }
}

/** Elements given to the converter: some 20,000 table cells. */
const maxPieces = 100_000

/**
 * Reads a DOCX. Only the parts that make text are taken out of the container, each under its limit, and only a package
 * written anew from them is given to the converter: macros, objects, templates and links to elsewhere never reach it.
 * Throws `IntakeRefusal`.
 */
export async function readDocx(bytes: Uint8Array, limits: IntakeLimits): Promise<WordSource> {
  checkKind(bytes, limits)
  const container = await openContainer(bytes, limits)
  const main = await findMain(container)
  const part = async (name: string | undefined): Promise<Element | null> => {
    const content = name === undefined ? null : await container.read(name)
    return content && readPart(content)
  }
  const document = await part(main)
  if (!document) throw notWord(container.names)
  const relationships = readRelationships(await part(relationshipsOf(main)))
  const named = (type: string): string | undefined => {
    const found = [...relationships.values()].find(r => r.type === type && !r.external)
    return found && partName(main, found.target)
  }
  const met = { ...nothingMet(), ...(await outsideLinks(container, main, relationships)) }
  const styles = readStyles(await part(named('styles')))
  const numbering = readNumbering(await part(named('numbering')))
  const media = createMedia(limits)
  const prepareFrom = async (root: Element | null, from: string, rels: Map<string, Relationship>) => {
    await media.load(container, from, rels)
    const isUsable = (r: Relationship) => media.has(partName(from, r.target))
    const context: PrepareContext = { styles, numbering, relationships: rels, isUsable, met }
    return (nodes: Element['children']) => (root ? prepareBody(nodes, context) : [])
  }

  const body = childrenOf(document, 'w:body')[0]
  if (!body) throw notWord(container.names)
  const aside = await asideLines(part, main, relationships)
  const prepared = (await prepareFrom(document, main, relationships))(body.children)
  const notes: Notes[] = []
  for (const kind of ['footnote', 'endnote'] as const) {
    const name = named(`${kind}s`)
    const root = await part(name)
    if (!root || !name) continue
    const rels = readRelationships(await part(relationshipsOf(name)))
    const prepare = await prepareFrom(root, name, rels)
    const items = childrenOf(root, `w:${kind}`)
      .filter(n => !/separator/i.test(n.attributes['w:type'] ?? ''))
      .map(n => ({ ...n, children: prepare(n.children) }))
    notes.push({ kind: `${kind}s`, items, relationships: rels, name })
  }
  met.comments = childrenOf((await part(named('comments'))) ?? undefined, 'w:comment').length
  if (met.characters > limits.characters) throw tooLong(met.characters, limits)
  if (countPieces(prepared) > maxPieces) {
    throw new IntakeRefusal('too-long', '文档的段落和表格单元过多，无法处理。请把大表格作为附件单独上传。')
  }
  if (
    container.names.size > 0 &&
    [...container.names].some(n => /^word\/(?:embeddings|activeX)\//i.test(n))
  ) {
    met.objects = Math.max(1, met.objects)
  }
  const { html, images } = await convert({ body: prepared, relationships, name: main }, notes, media)
  return { html, aside, images, met }
}

export const tooLong = (characters: number, limits: IntakeLimits): IntakeRefusal =>
  new IntakeRefusal(
    'too-long',
    `正文有 ${characters} 字，超过 ${limits.characters} 字的上限。请把长篇附文、附表作为附件单独上传。`,
  )

const wordTypes =
  /application\/vnd\.openxmlformats-officedocument\.wordprocessingml\.(?:document|template)\.main\+xml/
const macroTypes = /macroEnabled|vbaProject/i

async function findMain(container: Container): Promise<string> {
  const types = await container.read('[Content_Types].xml')
  const typeNames = types ? descendantsText(readPart(types)) : ''
  const hasMacro = [...container.names].some(n => /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml)$/i.test(n))
  if (hasMacro || macroTypes.test(typeNames)) {
    throw new IntakeRefusal(
      'macro',
      '文件带有宏（.docm）。本系统不接收带宏的文件，请另存为不含宏的 .docx 后再上传。',
    )
  }
  const roots = await container.read('_rels/.rels')
  const root = [...readRelationships(roots && readPart(roots)).values()].find(
    r => r.type === 'officeDocument' && !r.external,
  )
  const name = root ? partName('', root.target) : 'word/document.xml'
  if (!container.names.has(name) || !types || !wordTypes.test(typeNames)) throw notWord(container.names)
  return name
}

const descendantsText = (root: Element): string =>
  root.children.map(c => (isElement(c) ? (c.attributes['ContentType'] ?? '') : '')).join(' ')

/** Templates, frames, objects and the like that live outside the file. They are never fetched. */
async function outsideLinks(container: Container, main: string, relationships: Map<string, Relationship>) {
  const settings = [...relationships.values()].find(r => r.type === 'settings' && !r.external)
  const name = settings && relationshipsOf(partName(main, settings.target))
  const content = name ? await container.read(name) : null
  const all = [...relationships.values(), ...readRelationships(content && readPart(content)).values()]
  const outside = all.filter(r => r.external)
  return {
    externalTemplates: outside.filter(r => r.type === 'attachedTemplate').length,
    externalLinks: outside.filter(r => !/^(?:attachedTemplate|hyperlink|image)$/.test(r.type)).length,
  }
}

/** Words of a paragraph, those of a text box anchored in it left to the box. */
function ownText(node: Element): string {
  if (node.name === 'w:t') return textOf(node.children)
  return node.children.map(c => (isElement(c) && c.name !== 'w:txbxContent' ? ownText(c) : '')).join('')
}

async function asideLines(
  part: (name: string) => Promise<Element | null>,
  main: string,
  relationships: Map<string, Relationship>,
): Promise<string[]> {
  const lines: string[] = []
  for (const relationship of relationships.values()) {
    if (!/^(?:header|footer)$/.test(relationship.type) || relationship.external) continue
    const root = await part(partName(main, relationship.target))
    for (const paragraph of root ? descendants(root, 'w:p') : []) {
      const text = ownText(paragraph).trim()
      if (text !== '' && text.length <= 200 && !/^[-—－\s\d]*$/.test(text)) lines.push(text)
    }
  }
  return [...new Set(lines)].slice(0, 200)
}
