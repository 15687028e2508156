import { Fragment } from 'react'
import { Day, Link, Mark, type Tone } from '#portal/parts.tsx'
import { columns, isColumn } from '../columns.ts'
import { validities, type RecordBody, type Validity } from '../model.ts'
import type { Listed } from '../store/read.ts'
import type { Interpretation } from '../store/relations.ts'
import type { Bodies } from './data.ts'

const tones: Record<Validity, Tone> = {
  'in-force': 'good',
  amended: 'warn',
  revised: 'warn',
  expired: 'ended',
  repealed: 'ended',
  draft: 'quiet',
}

export function ValidityMark({ validity }: { validity: Validity }) {
  return <Mark tone={tones[validity]}>{validities[validity]}</Mark>
}

export const isValidity = (word: string | null): word is Validity =>
  word !== null && Object.hasOwn(validities, word)

/** Words beside a title: history moved in, attachments. */
function Tags({ row }: { row: Listed }) {
  return (
    <>
      {row.imported && <span className="tag">历史公文</span>}
      {row.attachments > 0 && <span className="tag">附件 {row.attachments}</span>}
    </>
  )
}

/** What kind of thing it is, in one word: 通知, 意见; what is no document, by its column. */
const kindWord = (row: Listed): string | null => {
  const [column] = row.columns
  return row.document_kind ?? (column !== undefined && isColumn(column) ? columns[column].label : null)
}

/** The newest as an index in a book: date, title with its interpretation, kind and number, whose. */
export function Index({
  rows,
  bodies,
  interpretations,
}: {
  rows: readonly Listed[]
  bodies: Bodies | null
  interpretations?: ReadonlyMap<string, Interpretation>
}) {
  return (
    <ol className="index">
      {rows.map(row => (
        <li key={row.address}>
          <Day day={row.shown_on} />
          <div className="entry-title">
            <Link to={row.address}>{row.title}</Link>
            <Tags row={row} />
            <Interpreted by={interpretations?.get(row.address)} />
            <Under words={[kindWord(row), row.document_number]} />
          </div>
          {bodies ? (
            <span className="who">{bodies.byId(row.body_id)?.name}</span>
          ) : (
            <span className="who">
              {isValidity(row.validity) && <ValidityMark validity={row.validity} />}
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}

function Under({ words }: { words: readonly (string | null)[] }) {
  const told = words.filter(w => w !== null)
  return told.length > 0 ? <span className="under">{told.join('　')}</span> : null
}

function Interpreted({ by }: { by: Interpretation | undefined }) {
  if (!by) return null
  return (
    <span className="tag tag-way">
      <Link to={by.address}>
        解读<span className="hidden">：{by.title}</span>
      </Link>
    </span>
  )
}

/** The list table; on a phone each row is a card with the same order of facts. */
export function Register({
  rows,
  caption,
  bodies,
}: {
  rows: readonly Listed[]
  caption: string
  /** Given where the list holds several bodies. */
  bodies: Bodies | null
}) {
  const has = {
    number: rows.some(row => row.document_number),
    fourth: bodies !== null || rows.some(row => row.index_number),
    written: rows.some(row => row.written_on),
    validity: rows.some(row => isValidity(row.validity)),
  }
  return (
    <table className="register">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">发布日期</th>
          <th scope="col">标题</th>
          {has.number && <th scope="col">发文字号</th>}
          {has.fourth && <th scope="col">{bodies ? '公开机关' : '索引号'}</th>}
          {has.written && <th scope="col">成文日期</th>}
          {has.validity && <th scope="col">有效性</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.address}>
            <td data-label="发布日期" className="nowrap">
              <Day day={row.shown_on} />
            </td>
            <td className="entry-title">
              <Link to={row.address}>{row.title}</Link>
              <Tags row={row} />
            </td>
            {has.number && (
              <Cell label="发文字号" nowrap>
                {row.document_number}
              </Cell>
            )}
            {has.fourth && (
              <Cell label={bodies ? '公开机关' : '索引号'}>
                {bodies
                  ? bodies.byId(row.body_id)?.name
                  : row.index_number && <IndexNumber>{row.index_number}</IndexNumber>}
              </Cell>
            )}
            {has.written && (
              <Cell label="成文日期" nowrap>
                {row.written_on && <Day day={row.written_on} />}
              </Cell>
            )}
            {has.validity && (
              <Cell label="有效性" nowrap>
                {isValidity(row.validity) && <ValidityMark validity={row.validity} />}
              </Cell>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** 索引号 breaks behind its stroke only: the year and the serial stay together. */
function IndexNumber({ children }: { children: string }) {
  const parts = children.split('/')
  return (
    <span>
      {parts.map((part, i) => (
        <Fragment key={i}>
          {i > 0 && <wbr />}
          <span className="index-part">{i < parts.length - 1 ? `${part}/` : part}</span>
        </Fragment>
      ))}
    </span>
  )
}

/** A fact of a row; where there is none the cell stays white, and only who listens is told. */
function Cell({ label, nowrap, children }: { label: string; nowrap?: boolean; children: React.ReactNode }) {
  const isEmpty = children === null || children === undefined || children === false || children === ''
  const classes = [isEmpty ? 'is-empty' : '', nowrap ? 'nowrap' : ''].filter(Boolean).join(' ')
  return (
    <td data-label={label} className={classes || undefined}>
      {isEmpty ? <span className="hidden">无</span> : children}
    </td>
  )
}

/** The way to a body's library, for pages where one looks for what is in force. */
export const LibraryWay = ({ body }: { body: RecordBody }) => (
  <p className="take">
    <Link to={`/${body.slug}/library.html`}>规范性文件库：哪些有效、哪些已经失效或者废止</Link>
  </p>
)
