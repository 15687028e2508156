import { createHash } from 'node:crypto'
import mammoth from 'mammoth'
import { imageType } from './clean.ts'
import type { Container } from './container.ts'
import { element, writeXml, type Element, type Node } from './tree.ts'
import { styleName } from './wordPrepare.ts'
import { declarations, partName, type Relationship } from './wordXml.ts'
import { storedZip } from './zip.ts'
import type { ImagePart, IntakeLimits } from './types.ts'

/** Pictures by part name, with their number and size kept in bounds. */
export type Media = {
  readonly parts: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly type: string }>
  has(name: string): boolean
  /** Takes in the pictures a part refers to; unknown kinds and those over a limit stay out. */
  load(container: Container, from: string, relationships: ReadonlyMap<string, Relationship>): Promise<void>
}

export function createMedia(limits: IntakeLimits): Media {
  const parts = new Map<string, { bytes: Uint8Array; type: string }>()
  let total = 0
  const load: Media['load'] = async (container, from, relationships) => {
    for (const relationship of relationships.values()) {
      const name = partName(from, relationship.target)
      if (relationship.type !== 'image' || relationship.external || parts.has(name)) continue
      if (parts.size >= limits.images) return
      const bytes = await container.read(name)
      const type = bytes && imageType(bytes)
      if (!bytes || !type || total + bytes.length > limits.imageBytes) continue
      total += bytes.length
      parts.set(name, { bytes, type })
    }
  }
  return { parts, has: name => parts.has(name), load }
}

export type Notes = {
  readonly kind: 'footnotes' | 'endnotes'
  readonly items: readonly Element[]
  readonly relationships: ReadonlyMap<string, Relationship>
  readonly name: string
}
export type Body = {
  readonly body: readonly Node[]
  readonly relationships: ReadonlyMap<string, Relationship>
  readonly name: string
}

const aligns = ['center', 'right', null] as const
const levels = [0, 1, 2, 3, 4, 5, 6]

const styleMap = [
  ...levels.flatMap(level =>
    aligns.map(align => {
      const name = level === 0 ? 'p' : `h${level}`
      return `p[style-name='${styleName(level, align)}'] => ${name}${align ? `.${align}` : ''}:fresh`
    }),
  ),
  'u => u',
]

/** Rewrites the prepared parts as a small package and has mammoth turn it into HTML; pictures come out as parts. */
export async function convert(
  body: Body,
  notes: readonly Notes[],
  media: Media,
): Promise<{ html: string; images: ImagePart[] }> {
  const buffer = writePackage(body, notes, media)
  const images: ImagePart[] = []
  const byHash = new Map<string, string>()
  const result = await mammoth.convertToHtml(
    { buffer },
    {
      styleMap,
      includeEmbeddedStyleMap: false,
      idPrefix: '',
      convertImage: mammoth.images.imgElement(async image => {
        const bytes = new Uint8Array(await image.readAsBuffer())
        const hash = createHash('sha256').update(bytes).digest('hex')
        const known = byHash.get(hash)
        if (known) return { src: `cid:${known}` }
        const name = `image-${images.length + 1}.${extensions[imageType(bytes) ?? ''] ?? 'bin'}`
        byHash.set(hash, name)
        images.push({ name, contentType: imageType(bytes) ?? 'application/octet-stream', bytes })
        return { src: `cid:${name}` }
      }),
    },
  )
  return { html: result.value, images }
}

const extensions: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
}

const xml = (root: Element): Uint8Array =>
  new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${writeXml([root])}`)

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelationships = 'http://schemas.openxmlformats.org/package/2006/relationships'
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

function writePackage(body: Body, notes: readonly Notes[], media: Media): Buffer {
  const pictures = new Map<string, string>()
  for (const [name, picture] of media.parts) {
    pictures.set(name, `media/image${pictures.size + 1}.${extensions[picture.type] ?? 'bin'}`)
  }
  const parts: [string, Uint8Array][] = [
    ['[Content_Types].xml', xml(contentTypes(notes))],
    [
      '_rels/.rels',
      xml(
        element('Relationships', [relationship('rId1', `${office}/officeDocument`, 'word/document.xml')], {
          xmlns: packageRelationships,
        }),
      ),
    ],
    ['word/document.xml', xml(element('w:document', [element('w:body', [...body.body])], declarations))],
    ['word/_rels/document.xml.rels', xml(keptRelationships(body, pictures))],
    ['word/styles.xml', xml(stylesPart())],
    ['word/numbering.xml', xml(numberingPart())],
  ]
  for (const note of notes) {
    parts.push([`word/${note.kind}.xml`, xml(element(`w:${note.kind}`, [...note.items], declarations))])
    parts.push([`word/_rels/${note.kind}.xml.rels`, xml(keptRelationships(note, pictures))])
  }
  for (const [name, picture] of media.parts) parts.push([`word/${pictures.get(name) ?? ''}`, picture.bytes])
  return storedZip(parts)
}

const relationship = (id: string, type: string, target: string): Element =>
  element('Relationship', [], { Id: id, Type: type, Target: target })

/** Pictures that were taken in and addresses of links; nothing else of the original relationships. */
function keptRelationships(
  from: { relationships: ReadonlyMap<string, Relationship>; name: string },
  pictures: ReadonlyMap<string, string>,
): Element {
  const kept: Element[] = []
  for (const [id, { type, target, external }] of from.relationships) {
    const picture = external ? undefined : pictures.get(partName(from.name, target))
    if (type === 'image' && picture) kept.push(relationship(id, `${office}/image`, picture))
    if (type === 'hyperlink' && external) {
      const link = relationship(id, `${office}/hyperlink`, target)
      kept.push({ ...link, attributes: { ...link.attributes, TargetMode: 'External' } })
    }
  }
  return element('Relationships', kept, { xmlns: packageRelationships })
}

function contentTypes(notes: readonly Notes[]): Element {
  const fallback = (extension: string, type: string) =>
    element('Default', [], { Extension: extension, ContentType: type })
  const override = (name: string, type: string) =>
    element('Override', [], { PartName: `/word/${name}.xml`, ContentType: `${word}.${type}+xml` })
  return element(
    'Types',
    [
      fallback('rels', 'application/vnd.openxmlformats-package.relationships+xml'),
      fallback('xml', 'application/xml'),
      ...Object.entries(extensions).map(([type, extension]) => fallback(extension, type)),
      override('document', 'document.main'),
      override('styles', 'styles'),
      override('numbering', 'numbering'),
      ...notes.map(n => override(n.kind, n.kind)),
    ],
    { xmlns: 'http://schemas.openxmlformats.org/package/2006/content-types' },
  )
}

function stylesPart(): Element {
  const styles = levels.flatMap(level =>
    aligns.map(align => {
      const name = styleName(level, align)
      return element('w:style', [element('w:name', [], { 'w:val': name })], {
        'w:type': 'paragraph',
        'w:styleId': name,
      })
    }),
  )
  return element('w:styles', styles, declarations)
}

/** One list of dots: every other kind of number has been written out. */
function numberingPart(): Element {
  const dots = Array.from({ length: 9 }, (_, level) =>
    element('w:lvl', [element('w:numFmt', [], { 'w:val': 'bullet' })], { 'w:ilvl': String(level) }),
  )
  return element(
    'w:numbering',
    [
      element('w:abstractNum', dots, { 'w:abstractNumId': '0' }),
      element('w:num', [element('w:abstractNumId', [], { 'w:val': '0' })], { 'w:numId': '1' }),
    ],
    declarations,
  )
}
