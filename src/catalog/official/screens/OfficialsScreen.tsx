import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Marks } from '#console/parts/Marks.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { Steps } from '#console/parts/Steps.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { reasonsOf } from '#console/refusal.ts'
import { isDrafted } from '../../guideline/guidelines.ts'
import type { GuidelineName } from '../../model.ts'
import { comparedLabels } from '../../rules/adopt.ts'
import { FileIn } from '../../screens/FileIn.tsx'
import { FindingList } from '../../screens/FindingList.tsx'
import { Unproven } from '../../screens/ItemWords.tsx'
import { useGuideline } from '../../screens/useGuideline.ts'
import type { OfficialChanges } from '../compare.ts'
import { officialBeginning } from '../workflow.ts'
import type { OfficialPreview, OfficialsView } from '../views.ts'

/** 国家目录: what it is made of now, and the official attachment that takes its place, by two persons. */
export default function OfficialsScreen() {
  const { data, error, loading, reload } = useGet<OfficialsView>('/api/catalogs/officials', { fresh: 0 })
  const refresh = useRefresh()
  if (loading || error || !data)
    return (
      <Page title="国家目录">
        {loading ? <Loading rows={6} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const again = () => void refresh('/api/catalogs')
  return (
    <Page
      wide
      title="国家目录"
      lead={
        <>
          应急厅函〔2019〕390号的两个附件。没有装入官方附件以前，用的是根据各地文本整理的草稿，没有见过的事项标“待核对”，检查时不说缺少，只说不能断定。{' '}
          <Clause id="390号/一(三)" />
        </>
      }
    >
      <section aria-label="现在用的">
        <h2>现在用的</h2>
        <ul className="pair-list">
          {data.fields.map(f => (
            <li key={f.field} className="pair">
              <strong>{f.title}</strong>
              <span>
                {f.items}项，
                {f.status === 'official' ? '官方附件，已核定' : `整理的草稿，其中${f.drafted}项待核对`}
              </span>
              <National field={f.field} title={f.title} />
            </li>
          ))}
        </ul>
      </section>
      {data.mayLoad ? (
        <Load body={data.mayLoad} onDone={again} />
      ) : (
        <p className="quiet">
          国家目录各机关共用，由系统里最上级机关的公开审查员、合法性审查员或签发领导装入和核定。
        </p>
      )}
      <section aria-label="装入的附件">
        <h2>装入的附件</h2>
        {data.rows.length === 0 ? <p className="quiet">还没有装入过。</p> : null}
        {data.rows.map(row => (
          <article key={row.id} className="official" aria-label={`${row.fieldLabel}：${row.fileName}`}>
            <h3>
              {row.fieldLabel}：{row.fileName}
            </h3>
            <p>
              <span className="state-word">{row.stateLabel}</span>
              {row.by}于{row.at}装入，{row.items}项。来源：{row.note}
            </p>
            <p className="quiet lines">文件的SHA-256：{row.fileHash}</p>
            {row.changes ? <Changes changes={row.changes} open={row.state === 'loaded'} /> : null}
            {row.state === 'loaded' ? (
              <Steps
                address={`/api/catalogs/officials/${row.id}`}
                version={row.version}
                offers={row.offers}
                idle="等另一人核定。"
                onDone={again}
              />
            ) : null}
          </article>
        ))}
      </section>
    </Page>
  )
}

function Load({
  body,
  onDone,
}: {
  body: { readonly id: number; readonly name: string }
  onDone: () => void
}) {
  const [field, setField] = useState<GuidelineName>('safety-production')
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<OfficialPreview | null>(null)
  const [note, setNote] = useState('')
  const reader = useDoing()
  const loader = useDoing()
  const formOf = (from: File) => {
    const form = new FormData()
    form.append('file', from)
    return form
  }
  const read = async (from: File, of: GuidelineName) => {
    setFile(from)
    setPreview(null)
    const path = `/api/catalogs/officials/read?field=${of}`
    const found = await reader.run<OfficialPreview>('POST', path, formOf(from))
    if (found) setPreview(found)
  }
  const load = async () => {
    const query = new URLSearchParams({ body: String(body.id), field, note })
    const done = await loader.run('POST', `/api/catalogs/officials?${query}`, formOf(file!))
    if (!done) return
    setFile(null)
    setPreview(null)
    setNote('')
    onDone()
  }
  const reasons = loader.error ? reasonsOf(loader.error) : []
  const stuck = preview !== null && (preview.fault !== null || preview.findings.some(f => f.isGrave))
  return (
    <section aria-label="装入官方附件">
      <h2>装入官方附件</h2>
      <p className="effect">
        以{body.name}的名义装入。{officialBeginning.effect}
      </p>
      <Radio.Group
        aria-label="哪个领域"
        value={field}
        onChange={event => {
          const next = event.target.value as GuidelineName
          setField(next)
          if (file) void read(file, next)
        }}
        options={[
          { value: 'safety-production', label: '安全生产领域' },
          { value: 'disaster-relief', label: '救灾领域' },
        ]}
      />
      <FileIn noun="附件" busy={reader.busy} onFile={from => void read(from, field)} />
      <Fault error={reader.error} title={file ? `“${file.name}”没有读成` : undefined} />
      {preview ? (
        <>
          <h3>“{file?.name}”会改变什么</h3>
          {stuck ? (
            <p className="note note-grave" role="alert">
              这个文件不能装入：{preview.fault ?? '有没有看懂的地方，列在下面。'}请改好或换一个文件再选。
            </p>
          ) : null}
          {preview.changes ? <Changes changes={preview.changes} open /> : null}
          {preview.concerned > 0 ? (
            <p>
              已公布的机关目录里有{preview.concerned}份用到附件里没有的事项，核定后它们下次编制时会被提醒。
            </p>
          ) : null}
          <h3>要核对的地方</h3>
          <FindingList findings={preview.findings} />
          {stuck ? null : (
            <form
              className="act site-form"
              aria-label="装入官方附件"
              onSubmit={event => {
                event.preventDefault()
                void load()
              }}
            >
              <Fault error={loader.error} title="没有装入" />
              <Field
                name="note"
                label="附件从哪里取得"
                hint="写明发布的机关、网址或收文编号，核定的人照着核对。"
                required
                reasons={reasons.filter(r => r.field === 'note')}
              >
                {({ status, ...control }) => (
                  <Input
                    {...control}
                    status={status}
                    maxLength={300}
                    value={note}
                    onChange={event => setNote(event.target.value)}
                  />
                )}
              </Field>
              <div className="act-buttons">
                <Button type="primary" htmlType="submit" loading={loader.busy}>
                  装入，等另一人核定
                </Button>
                <Button
                  onClick={() => {
                    setFile(null)
                    setPreview(null)
                  }}
                >
                  不要了
                </Button>
              </div>
            </form>
          )}
        </>
      ) : null}
    </section>
  )
}

/** The national catalog row by row: what it says, and which rows nobody has read. */
function National({ field, title }: { field: GuidelineName; title: string }) {
  const { items } = useGuideline(field)
  return (
    <details>
      <summary>逐项看</summary>
      <ol aria-label={title}>
        {items.map(i => (
          <li key={i.code}>
            {i.level1} · {i.level2 ?? i.content} <span className="quiet">{i.code}</span>
            {isDrafted(i) ? <Unproven /> : null}
          </li>
        ))}
      </ol>
    </details>
  )
}

const parts = [
  ['proven', '原来待核对、现在得到证实的'],
  ['fresh', '新的，接着编码的'],
  ['dropped', '附件里没有的'],
] as const

/** The differences, code by code. */
function Changes({ changes, open }: { changes: OfficialChanges; open: boolean }) {
  return (
    <details open={open}>
      <summary>
        {changes.items}项：不变{changes.same}项，不一样{changes.changed.length}项，证实{changes.proven.length}
        项，新的{changes.fresh.length}项，附件里没有的{changes.dropped.length}项
      </summary>
      {changes.counts ? <p className="note note-grave">{changes.counts}</p> : null}
      {parts.map(([name, label]) =>
        changes[name].length > 0 ? (
          <div key={name}>
            <h4>
              {label}（{changes[name].length}项）
            </h4>
            <p>{changes[name].map(i => `${i.code} ${i.name}`).join('、')}</p>
          </div>
        ) : null,
      )}
      {changes.changed.length > 0 ? <h4>不一样的（{changes.changed.length}项）</h4> : null}
      <dl className="official-changes">
        {changes.changed.map(c => (
          <div key={c.code}>
            <dt>
              {c.code} {c.name}
            </dt>
            {c.changes.map(e => (
              <dd key={e.element}>
                {comparedLabels[e.element]}：
                <Marks before={e.before} after={e.after} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </details>
  )
}
