import { Button, Modal } from 'antd'
import { useState } from 'react'
import { ClockAccount } from '#console/parts/ClockAccount.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { minuteText } from '#console/time.ts'
import type { CaseView, FlowNode, TrailRow } from '../views.ts'
import { Elsewhere } from './Elsewhere.tsx'
import { Going } from './Going.tsx'
import { Papers } from './Papers.tsx'

/** The clock explained day by day, the way of the document, and its trail. */
export function WhyAndWhen({ view, reload }: { view: CaseView; reload: () => Promise<unknown> }) {
  const [large, setLarge] = useState(false)
  return (
    <div className="why">
      {view.clocks.length === 0 ? (
        <p className="quiet">现在没有走动的法定时限；主动公开的公文自印发之日起计时。</p>
      ) : (
        view.clocks.map(clock => <ClockAccount key={clock.id} clock={clock} />)
      )}
      <h3>流程</h3>
      <Flow nodes={view.flow} />
      <Going view={view} />
      <Papers view={view} reload={reload} />
      <Elsewhere view={view} />
      <div className="trail-head">
        <h3>履历</h3>
        <span className="no-print">
          <Button type="link" size="small" onClick={() => setLarge(true)}>
            放大
          </Button>
          <Button type="link" size="small" icon={<Icon name="print" size={15} />} onClick={() => print()}>
            打印
          </Button>
        </span>
      </div>
      <Trail rows={view.trail} />
      <Modal
        open={large}
        title="履历"
        footer={null}
        width={960}
        onCancel={() => setLarge(false)}
        destroyOnHidden
      >
        <Trail rows={view.trail} large />
      </Modal>
    </div>
  )
}

const standings: Record<FlowNode['standing'], string> = {
  past: '已办',
  current: '正在办理',
  future: '未到',
  skipped: '不经过',
}

function Flow({ nodes }: { nodes: readonly FlowNode[] }) {
  return (
    <ol className="flow" aria-label="流程图">
      {nodes.map((node, at) => (
        <li
          key={`${node.state}${at}`}
          className={`flow-${node.standing}`}
          aria-current={node.standing === 'current' ? 'step' : undefined}
        >
          <span className="flow-mark" aria-hidden="true" />
          <span className="flow-label">{node.label}</span>
          <span
            className={
              node.standing === 'current' || node.standing === 'skipped' ? 'flow-standing' : 'hidden'
            }
          >
            {standings[node.standing]}
          </span>
          {node.who.length > 0 ? <span className="flow-who">{node.who.join('、')}</span> : null}
        </li>
      ))}
    </ol>
  )
}

function Trail({ rows, large }: { rows: readonly TrailRow[]; large?: boolean }) {
  if (rows.length === 0) return <p className="quiet">还没有办理过。</p>
  return (
    <table className={large ? 'trail trail-large' : 'trail'} role="table" aria-label="履历">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            环节
          </th>
          <th scope="col" role="columnheader">
            人
          </th>
          <th scope="col" role="columnheader">
            时间
          </th>
          <th scope="col" role="columnheader">
            用时
          </th>
          <th scope="col" role="columnheader">
            意见
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(row => (
          <tr key={row.position} role="row">
            <td role="cell" className="trail-step">
              {row.label}
              {row.paper ? <span className="state-word">补录</span> : null}
            </td>
            <td role="cell" className="trail-who">
              {row.who}
              {row.onBehalfOf ? `（代${row.onBehalfOf}）` : ''}
              {row.paper ? `（纸面意见，${row.paper.decidedOn}，${row.paper.clerk}补录）` : ''}
            </td>
            <td role="cell" className="trail-at">
              <time dateTime={row.at}>{minuteText(row.at)}</time>
            </td>
            <td role="cell" className="trail-took">
              {row.took}
            </td>
            <td role="cell" className="trail-reason">
              {row.reason}
              {large ? (
                <span className="quiet trail-hash" title={row.hash}>
                  链位 {row.position}
                </span>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
