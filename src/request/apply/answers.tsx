import type { PortalContext, View } from '#portal/page.ts'
import { Day, Empty, Link } from '#portal/parts.tsx'
import { sectionOf } from '#record/portal/data.ts'
import type { RecordBody } from '#record/model.ts'
import { disclosedAnswers } from '../store/portal.ts'
import { applyPath, crumbsHere } from './place.tsx'

/** 依申请公开选登: answers that everybody may read, published like anything else, without a word of who asked. */
export async function answers(context: PortalContext, _asked: unknown, body: RecordBody): Promise<View> {
  const rows = await disclosedAnswers(context.db, body.id)
  return {
    kind: 'view',
    title: ['依申请公开选登', body.name],
    description: `${body.name}对申请作出的、可以让所有人看的答复。`,
    section: sectionOf(body),
    word: 'openness',
    crumbs: crumbsHere(body, '依申请公开选登'),
    main: (
      <div className="prose">
        <h1 className="page-title">依申请公开选登</h1>
        <p className="lead">别人申请过、可以让所有人看的答复，不含申请人的任何信息。申请以前可以先看看。</p>
        {rows.length === 0 ? (
          <Empty>
            {body.name}还没有选登答复。需要的信息没有公开的，<Link to={applyPath(body)}>可以申请</Link>。
          </Empty>
        ) : (
          <ul className="found">
            {rows.map(row => (
              <li key={row.address}>
                <p className="found-title">
                  <Link to={row.address}>{row.title}</Link>
                </p>
                <p className="hint">
                  <Day day={row.shown_on} />
                </p>
              </li>
            ))}
          </ul>
        )}
      </div>
    ),
  }
}
