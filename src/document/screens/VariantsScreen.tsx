import { Button } from 'antd'
import { useState } from 'react'
import { useAddress } from '#console/address.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import { longDay, minuteText } from '#console/time.ts'
import { useWide } from '#console/useWide.ts'
import type { DifferenceView, VariantsView, VersionView } from '../variants/views.ts'
import { Decide } from './VariantDecision.tsx'
import { VariantForm } from './VariantForm.tsx'

/** 地方规程: what each body's procedure differs in from the national one, side by side, with its versions. */
export default function VariantsScreen() {
  const me = useMe()
  const { search, set } = useAddress()
  const wide = useWide(1000)
  const body = Number(search.body) || me.body.id
  const { data, error, loading, reload } = useGet<VariantsView>(`/api/variants?body=${body}`, { keep: true })
  const [proposing, setProposing] = useState(false)
  const pick = (id: number) => {
    setProposing(false)
    set({ body: String(id), version: null })
  }
  return (
    <Page
      title="地方规程"
      lead="公文怎样起草、审查、公开，全国按应急厅函〔2019〕390号办理；本地另有规定的，在这里分版本列明，由系统管理员提出、安全保密管理员批准后生效。"
      actions={
        data?.body.mayPropose && !proposing ? (
          <Button type="primary" onClick={() => setProposing(true)}>
            提出新的一版
          </Button>
        ) : null
      }
    >
      {loading ? (
        <Loading rows={8} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <div className={data.bodies.length > 1 ? 'tree-page' : undefined}>
          {data.bodies.length > 1 ? (
            wide ? (
              <Bodies view={data} chosen={body} pick={pick} />
            ) : (
              <label className="variant-pick">
                <span className="quiet">单位</span>
                <select value={body} onChange={event => pick(Number(event.target.value))}>
                  {data.bodies.map(one => (
                    <option key={one.id} value={one.id}>
                      {`${'　'.repeat(one.depth)}${one.name}`}
                    </option>
                  ))}
                </select>
              </label>
            )
          ) : null}
          <section aria-label={data.body.name}>
            {proposing ? (
              <VariantForm
                view={data}
                onClose={() => setProposing(false)}
                onMade={() => {
                  setProposing(false)
                  void reload()
                }}
              />
            ) : (
              <Body view={data} reload={() => void reload()} />
            )}
          </section>
        </div>
      )}
    </Page>
  )
}

function Bodies({ view, chosen, pick }: { view: VariantsView; chosen: number; pick: (id: number) => void }) {
  return (
    <nav className="tree" aria-label="单位">
      <ul>
        {view.bodies.map(body => (
          <li key={body.id} style={{ paddingInlineStart: 14 * body.depth }}>
            <button
              type="button"
              aria-current={body.id === chosen ? 'true' : undefined}
              onClick={() => pick(body.id)}
            >
              {body.name}
              <span className="quiet">
                {body.waiting > 0 ? '待批准 ' : ''}
                {body.from === null ? '全国' : body.own && body.from.id === body.id ? '自定' : '沿用上级'}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Body({ view, reload }: { view: VariantsView; reload: () => void }) {
  const { search, set } = useAddress()
  const { body } = view
  const shown = body.versions.find(v => String(v.id) === search.version) ?? body.inForce
  const versions = [...body.versions].sort((a, b) => b.number - a.number)
  return (
    <>
      <h2>{body.name}</h2>
      <p>
        {body.inForce === null
          ? '按全国的流程办理，没有地方规程。'
          : body.inForceFrom
            ? `沿用${body.inForceFrom}的“${body.inForce.name}”第${body.inForce.number}版。`
            : `按自己的“${body.inForce.name}”第${body.inForce.number}版办理，自${longDay(body.inForce.validFrom)}起。`}
        {body.usedBy.length > 0 ? `下级单位中沿用这一版的：${body.usedBy.join('、')}。` : ''}
      </p>
      {shown ? <Version version={shown} reload={reload} /> : null}
      {versions.length > 0 ? (
        <>
          <h3 className="variant-history">历次版本</h3>
          <ul className="plain-list">
            {versions.map(version => (
              <li key={version.id}>
                <div>
                  <p>
                    <button
                      type="button"
                      className="link"
                      aria-current={version.id === shown?.id ? 'true' : undefined}
                      onClick={() => set({ version: String(version.id) }, 'replace')}
                    >
                      第{version.number}版　{version.name}
                    </button>
                    <span className="state-word">{version.standing}</span>
                  </p>
                  <p className="quiet">
                    {`自${version.validFrom}起　${version.proposedBy}${minuteText(version.proposedAt)}提出`}
                    {version.decidedAt
                      ? `　${version.decidedBy}${minuteText(version.decidedAt)}${version.stateLabel}`
                      : ''}
                    {version.decisionReason ? `：${version.decisionReason}` : ''}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

function Version({ version, reload }: { version: VersionView; reload: () => void }) {
  return (
    <article className="variant" aria-label={`${version.name}第${version.number}版`}>
      <h3>
        {version.name}　第{version.number}版<span className="state-word">{version.standing}</span>
      </h3>
      <p className="quiet">为什么：{version.why}</p>
      {version.inherits ? (
        <p>自{longDay(version.validFrom)}起不再自定，沿用上级单位的规程。</p>
      ) : version.differences.length === 0 ? (
        <Empty title="与全国的流程没有差异" />
      ) : (
        <Differences rows={version.differences} />
      )}
      {version.offers.length > 0 ? <Decide version={version} reload={reload} /> : null}
    </article>
  )
}

export function Differences({ rows }: { readonly rows: readonly DifferenceView[] }) {
  return (
    <div className="difference-box">
      <table className="differences" role="table">
        <caption className="hidden">与全国流程的差异</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              哪里不同
            </th>
            <th scope="col" role="columnheader">
              全国
            </th>
            <th scope="col" role="columnheader">
              这里
            </th>
            <th scope="col" role="columnheader">
              依据
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(row => (
            <tr key={`${row.where}${row.here}`} role="row">
              <th scope="row" role="rowheader">
                {row.where}
              </th>
              <td role="cell" data-label="全国">
                {row.national}
              </td>
              <td role="cell" data-label="这里">
                <strong>{row.here}</strong>
              </td>
              <td role="cell" data-label="依据">
                {typeof row.basis === 'string' ? (
                  row.basis
                ) : (
                  <Clause id={row.basis.id} cite={row.basis.cite} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
