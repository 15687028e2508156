import type { ReactNode } from 'react'
import { minuteOf } from '#kit/now.ts'
import { useHref } from '#portal/frame.ts'
import type { ArticleTag } from '#portal/page.ts'
import { Link, Several, sizeOf } from '#portal/parts.tsx'
import { copyName, type Copy } from '../copies.ts'
import type { TagNames } from '../tags.ts'
import type { Entry, RecordBody } from '../model.ts'
import type { Revision } from '../store/read.ts'
import { fileAddress, type ShownBody } from './body.ts'
import { Relations, type ShownRelation } from './relations.tsx'

export type ShownDocument = {
  readonly entry: Entry
  readonly address: string
  readonly number: number
  readonly revisions: readonly Revision[]
  /** How other documents stand to this one, from both sides. */
  readonly related: readonly ShownRelation[]
  /** Where the pages of its tags are, by the names it was published with; none in a preview. */
  readonly tagNames?: TagNames
  /** Printable copies; none before publication, and none yet just after. */
  readonly copies?: readonly Copy[]
}

export type Parts = ShownDocument & {
  readonly body: RecordBody
  readonly article: ArticleTag
  readonly published: Date
  readonly now: Date
  readonly text: ShownBody
  readonly url: string
  readonly qr: string
  /** What other rooms hang in. */
  readonly more: Readonly<Record<'notice' | 'lead' | 'rail' | 'after', readonly ReactNode[]>>
}

export function Rail({
  entry,
  body,
  address,
  number,
  revisions,
  related,
  copies = [],
  url,
  qr,
  more,
}: Parts) {
  const stem = address.replace(/\.html$/, '')
  const newest = revisions[0]
  return (
    <aside className="rail" aria-label="附件与回执">
      <Several parts={more.rail} />
      {entry.attachments.length > 0 && (
        <section>
          <h2>附件</h2>
          <ul>
            {entry.attachments.map((file, i) => (
              <li key={file.hash + file.name}>
                <Link to={fileAddress(number, file)}>
                  {i + 1}. {file.name}
                </Link>
                <span className="size">
                  {extension(file.name)}，{sizeOf(file.size)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {copies.length > 0 && (
        <section className="no-print">
          <h2>下载</h2>
          <ul>
            {copies.map(copy => (
              <li key={copy.form}>
                <Link to={fileAddress(number, { name: copyName(entry, copy.form), hash: copy.hash })}>
                  {copy.form === 'pdf' ? 'PDF（打印用）' : 'Word（编辑用）'}
                </Link>
                <span className="size">{sizeOf(copy.size)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Relations list={related} stem={stem} />
      <section className="no-print">
        <h2>更新记录</h2>
        <ol>
          {revisions.map(r => (
            <li key={r.revision}>
              <time dateTime={minuteOf(r.publishedAt)}>{minuteOf(r.publishedAt)}</time>
              <span className="size">{r.note ?? (entry.imported ? '迁入本站' : '首次公开')}</span>
            </li>
          ))}
          {revisions.length === 0 && <li>尚未发布</li>}
        </ol>
        {revisions.length > 1 && <Link to={`${stem}.history.html`}>各版本与差异</Link>}
      </section>
      {newest && (
        <section className="no-print">
          <h2>发布回执</h2>
          <p>
            本件位于{body.name}履历链第 {newest.chainPosition} 号，内容指纹
          </p>
          <p className="hash">{newest.contentHash}</p>
          <ul>
            <li>
              <Link to={`${stem}.receipt.json`}>下载回执</Link>
            </li>
            <li>
              <Link to={`${stem}.json`}>下载正文数据</Link>
            </li>
            <li>
              <Link to="/about.html#receipt">怎样核对</Link>
            </li>
          </ul>
        </section>
      )}
      <section>
        <h2>手机阅读</h2>
        <div className="qr" dangerouslySetInnerHTML={{ __html: qr }} />
        <p className="print-only">{url}</p>
        <p className="print-only">
          <TakenAt />
        </p>
      </section>
    </aside>
  )
}

function TakenAt() {
  const href = useHref()
  return (
    <img
      src={href('/assets/taken-at.svg')}
      alt="取得本页的时间"
      fetchPriority="low"
      width="280"
      height="20"
    />
  )
}

function extension(name: string): string {
  const ext = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase() ?? '文件'
  return (
    (
      { DOC: 'Word', DOCX: 'Word', XLS: 'Excel', XLSX: 'Excel', ET: 'WPS 表格', WPS: 'WPS 文字' } as Record<
        string,
        string
      >
    )[ext] ?? ext
  )
}
