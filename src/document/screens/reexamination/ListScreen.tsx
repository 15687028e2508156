import { Button } from 'antd'
import { useState } from 'react'
import { useGo } from '#console/address.ts'
import { BasisList } from '#console/parts/Clause.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { Light } from '#console/parts/Light.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import type { BodyDuty, CampaignList, CampaignRow } from '../../reexamination/views.ts'
import { OpenForm } from './OpenForm.tsx'

/** 年度复查: the campaigns of one's bodies, what is due and not begun, and the bodies below as numbers. */
export default function ListScreen() {
  const { data, error, loading, reload } = useGet<CampaignList>('/api/reexaminations', { fresh: 0 })
  const [opening, setOpening] = useState<BodyDuty | null>(null)
  const go = useGo()
  if (loading || error || !data)
    return (
      <Page title="年度复查">
        {loading ? <Loading rows={6} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const mayOpen = data.bodies.filter(b => b.mayOpen && b.waiting > 0)
  return (
    <Page
      title="年度复查"
      lead="每年对依申请公开、不予公开的公文逐件复查：起草单位提出意见，公开机构会同文秘机构决定，可以公开的转为主动公开。"
      actions={
        opening === null
          ? mayOpen.map(b => (
              <Button key={b.bodyId} type="primary" onClick={() => setOpening(b)}>
                {mayOpen.length > 1 ? `${b.body}：${data.opening.label}` : data.opening.label}
              </Button>
            ))
          : null
      }
    >
      {data.bodies
        .filter(b => b.warning)
        .map(b => (
          <div key={b.bodyId} className="blocked" role="status">
            <p className="blocked-title">
              <Icon name="warn" size={16} />
              {data.bodies.length > 1 ? `${b.body}：` : ''}
              {b.warning}
            </p>
            <BasisList basis={b.clock?.basis ?? []} />
          </div>
        ))}
      {opening ? (
        <OpenForm
          duty={opening}
          year={data.year}
          words={data.opening}
          onClose={() => setOpening(null)}
          onDone={id => go(`/reexaminations/${id}`)}
        />
      ) : null}
      {data.campaigns.length === 0 ? (
        <Empty title="还没有开展过年度复查">
          <p>
            {mayOpen.length > 0
              ? `现有${mayOpen.reduce((n, b) => n + b.waiting, 0)}件已印发的依申请公开、不予公开公文，开展后全部纳入。`
              : '公开审查员开展年度复查后，需要您提出意见的公文会出现在这里。'}
          </p>
        </Empty>
      ) : (
        <ul className="rows" aria-label="年度复查">
          {data.campaigns.map(row => (
            <CampaignLine
              key={row.id}
              row={row}
              href={`/reexaminations/${row.id}`}
              several={data.bodies.length > 1}
            />
          ))}
        </ul>
      )}
      {data.below.length > 0 ? (
        <section aria-labelledby="below">
          <h2 id="below">下级单位（只看数字）</h2>
          <ul className="rows">
            {data.below.map(b =>
              b.campaign ? (
                <CampaignLine
                  key={b.bodyId}
                  row={b.campaign}
                  href={`/reexaminations/${b.campaign.id}/report`}
                  several
                />
              ) : (
                <li key={b.bodyId} className="row">
                  <div className="row-light">
                    <Light light="none" words="没有开展" />
                  </div>
                  <div className="row-what">
                    <p className="row-title">{b.body}</p>
                  </div>
                </li>
              ),
            )}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}

function CampaignLine({ row, href, several }: { row: CampaignRow; href: string; several: boolean }) {
  return (
    <li className="row">
      <div className="row-light">
        <Light light={row.light} words={row.words} />
        <span className="quiet">{row.opinionsBy} 截止提意见</span>
      </div>
      <div className="row-what">
        <p className="row-title">
          <To href={href}>
            {several ? `${row.body} ` : ''}
            {row.year}年年度复查
          </To>
        </p>
        <p className="row-facts">
          <span>纳入 {row.total} 件</span>
          <span>已决定 {row.decided} 件</span>
          <span>转为主动公开 {row.open} 件</span>
          <span>维持 {row.kept} 件</span>
        </p>
      </div>
    </li>
  )
}
