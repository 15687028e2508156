import { attributesOf, walkMarkup, type Edit } from '#kit/ooxml/markup.ts'

/** Parts that hold who, when and on which machine, and nothing of the text. */
export const droppedPart =
  /^docProps\/(?!core\.xml$|app\.xml$)|^customXml\/|^docMetadata\/|(?:^|\/)people\.xml$|(?:^|\/)printerSettings\/|^xl\/revisions\/|^xl\/calcChain\.xml$|(?:^|\/)(?:commentsIds|commentsExtensible)\.xml$/i

const wholeElements = new Set([
  'rsids',
  'attachedTemplate',
  'docVars',
  'mailMerge',
  'trackRevisions',
  'printerSettings',
  'fileSharing',
  'absPath',
  'proofErr',
])

const revisionMarks = new Set([
  'rPrChange',
  'pPrChange',
  'sectPrChange',
  'tblPrChange',
  'trPrChange',
  'tcPrChange',
  'tblPrExChange',
  'tblGridChange',
  'numberingChange',
  'cellIns',
  'cellDel',
  'cellMerge',
  'moveFromRangeStart',
  'moveFromRangeEnd',
  'moveToRangeStart',
  'moveToRangeEnd',
  'customXmlInsRangeStart',
  'customXmlInsRangeEnd',
  'customXmlDelRangeStart',
  'customXmlDelRangeEnd',
])

export type StripOptions = {
  /** Tracked changes are accepted: what was deleted goes, what was inserted stays. */
  readonly acceptRevisions: boolean
}

export type Stripped = {
  readonly edits: Edit[]
  /** Tracked changes that were accepted. */
  readonly accepted: number
}

const anonymous = '匿名'

/**
 * What goes from one part of an Office file: numbers of revision sessions, authors and times of comments, templates, variables, the
 * path of the file; with `acceptRevisions` also the tracked changes themselves. Elements are known by their name without prefix.
 */
export function stripEdits(source: string, options: StripOptions): Stripped {
  const edits: Edit[] = []
  const open: { name: string; from: number; drop: boolean }[] = []
  let accepted = 0
  let author = false
  const within = (name: string) => open.at(-1)?.name === name
  const cut = (from: number, to: number) => edits.push({ from, to, text: '' })

  walkMarkup(source, {
    open(name, tag, from, to, isEmpty) {
      const isRevision = name === 'ins' || name === 'del' || name === 'moveFrom' || name === 'moveTo'
      let drop = wholeElements.has(name)
      if (options.acceptRevisions) {
        if (revisionMarks.has(name)) drop = true
        if (isRevision) {
          accepted++
          if (name === 'del' || name === 'moveFrom') {
            drop = true
            // <w:trPr><w:del/></w:trPr>: the whole row was deleted.
            const row = within('trPr') && name === 'del' ? open.findLast(o => o.name === 'tr') : undefined
            if (row) row.drop = true
          } else cut(from, to)
        }
      }
      if (isEmpty && drop) cut(from, to)
      else if (!drop && !(options.acceptRevisions && isRevision)) {
        const changed = withoutTraces(name, tag)
        if (changed !== tag) edits.push({ from, to, text: changed })
      }
      if (!isEmpty) open.push({ name, from, drop })
      author = name === 'author' && !isEmpty
    },
    close(name, from, to) {
      const element = open.pop()
      if (element?.drop) cut(element.from, to)
      else if (options.acceptRevisions && (name === 'ins' || name === 'moveTo')) cut(from, to)
      author = false
    },
    text(from, to) {
      // <authors><author>…</author></authors> of the comments of a sheet.
      if (author && source.slice(from, to).trim() !== '') edits.push({ from, to, text: anonymous })
    },
  })
  return { edits, accepted }
}

const traces =
  /[\s:](?:rsid\w*|author|initials|date|dateUtc|dT|displayName|userId|providerId|lastUserName|userName|id)\s*=/

/** The tag without the numbers of sessions, with its author unnamed. */
function withoutTraces(name: string, tag: string): string {
  if (!traces.test(tag)) return tag
  const isSigned =
    /^(?:comment|ins|del|moveFrom|moveTo|threadedComment|person|\w+Change|move\w+RangeStart|cell\w+)$/.test(
      name,
    )
  let result = ''
  let at = 0
  for (const a of attributesOf(tag)) {
    let value: string | null = null
    if (/^rsid/i.test(a.name)) value = ''
    else if (isSigned && /^(?:date|dateUtc)$/.test(a.name)) value = ''
    else if (name === 'pageSetup' && a.fullName !== 'id' && a.name === 'id') value = ''
    else if (isSigned && (a.name === 'author' || a.name === 'displayName')) value = anonymous
    else if (isSigned && a.name === 'initials') value = '匿'
    else if (name === 'person' && (a.name === 'userId' || a.name === 'providerId')) value = 'None'
    else if (a.name === 'userName' || a.name === 'lastUserName') value = anonymous
    if (value === null) continue
    result += tag.slice(at, value === '' ? a.from : a.valueFrom) + value
    at = value === '' ? a.to : a.valueTo
  }
  return result + tag.slice(at)
}

/** The relationships that lead to parts which are gone, or to templates and data sources on somebody's machine. */
export function relationshipEdits(
  source: string,
  isGone: (target: string, external: boolean) => boolean,
): Edit[] {
  const edits: Edit[] = []
  walkMarkup(source, {
    open(name, tag, from, to) {
      if (name !== 'Relationship') return
      const attributes = new Map(attributesOf(tag).map(a => [a.name, a.value]))
      const type = attributes.get('Type') ?? ''
      const isTrace =
        /\/(?:attachedTemplate|mailMergeSource|mailMergeHeaderSource|printerSettings|customXml|custom-properties|thumbnail)$/.test(
          type,
        )
      if (isTrace || isGone(attributes.get('Target') ?? '', attributes.get('TargetMode') === 'External'))
        edits.push({ from, to, text: '' })
    },
  })
  return edits
}

/** The declarations of parts that are gone. */
export function contentTypeEdits(source: string, isGone: (part: string) => boolean): Edit[] {
  const edits: Edit[] = []
  walkMarkup(source, {
    open(name, tag, from, to) {
      if (name !== 'Override') return
      const part = attributesOf(tag).find(a => a.name === 'PartName')?.value ?? ''
      if (isGone(part.replace(/^\//, ''))) edits.push({ from, to, text: '' })
    },
  })
  return edits
}

export const plainCore =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></cp:coreProperties>'
export const plainApp =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"></Properties>'
