import { Tag } from 'antd'
import { Light } from '#console/parts/Light.tsx'
import { To } from '#console/parts/To.tsx'
import type { AlikeView, CaseView } from '../views.ts'

type Props = { readonly alike: AlikeView; readonly view: CaseView }

/** Who else asked for the same, and whether everybody should have it (条例第四十四条). */
export function Alike({ alike }: Pick<Props, 'alike'>) {
  const { rows, conversions } = alike
  if (rows.length === 0 && conversions.length === 0) return null
  return (
    <>
      <h3>相同、相近的申请</h3>
      {conversions.map(c => (
        <p key={c.id} className="request-conversion">
          <To href={`/conversions/${c.id}`}>转为主动公开：{c.stateLabel}</To>
          {c.state === 'proposed' || c.state === 'accepted' ? (
            <Light light={c.light} words={c.words} />
          ) : null}
        </p>
      ))}
      <ul className="request-earlier">
        {rows.map(one => (
          <li key={one.id}>
            <To href={`/requests/${one.id}`}>{one.subject || '（未写内容）'}</To>{' '}
            {one.isSame ? <Tag>内容相同</Tag> : null}
            {one.isSameApplicant ? <Tag>同一申请人</Tag> : null}
            <p className="quiet">
              {[one.number, one.receivedOn, one.outcomeLabel ?? one.stateLabel, `相似${one.likeness}%`]
                .filter(Boolean)
                .join('　')}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Beside what comes next: from as many applicants on as the body has set. */
export function AlikeHint({ alike, view }: Props) {
  const { applicants, suggestedFrom, conversions } = alike
  if (applicants < suggestedFrom || conversions.length > 0) return null
  const mayPropose = view.offers.some(o => o.verb === 'convert' && o.blocked === null)
  return (
    <p className="effect" role="status">
      已有{applicants}位申请人申请同一信息，可以公开的，
      {mayPropose ? '请在“其他办理”里提出转为主动公开' : '由公开工作机构提出转为主动公开'}
      （条例第四十四条）。
    </p>
  )
}

/** 登记编号 of the same applicant's open requests for the same: what this one can be joined to. */
export const mergeNumbers = (alike: AlikeView | undefined): string[] =>
  (alike?.rows ?? []).flatMap(one =>
    one.isSame && one.isSameApplicant && !one.ended && one.number !== null ? [one.number] : [],
  )
