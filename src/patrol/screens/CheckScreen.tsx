import { useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { To } from '#console/parts/To.tsx'
import { holds } from '#console/me.ts'
import { useMe } from '#console/session.ts'
import { Findings } from './Findings.tsx'

const subjects = {
  document: { href: '/documents', words: '看这件公文', by: ['departmentHead', 'drafter'] },
  posting: { href: '/postings', words: '看这件信息', by: ['departmentHead', 'drafter', 'secrecyOfficer'] },
} as const

/** The findings of a draft for somebody who was asked for his word. */
export default function CheckScreen() {
  const id = Number(useParam('id'))
  const kind = useParam('kind') === 'posting' ? 'posting' : 'document'
  const me = useMe()
  const subject = subjects[kind]
  return (
    <Page
      title="文字检查：请您确认"
      lead="确属无误的，写明理由后确认；有误的，请与拟稿人联系改正。您的姓名和理由存入履历。"
    >
      {subject.by.some(role => holds(me, role)) ? (
        <p>
          <To href={`${subject.href}/${id}`}>{subject.words}</To>
        </p>
      ) : null}
      <div className="file-drop">
        <Findings subject={{ kind, id }} />
      </div>
    </Page>
  )
}
