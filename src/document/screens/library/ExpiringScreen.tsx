import { Page } from '#console/parts/Page.tsx'
import { Items } from './Items.tsx'

/** 到期评估: normative documents whose term ends within ninety days. */
export default function ExpiringScreen() {
  return (
    <Page
      wide
      title="到期评估"
      lead="有效期90天内届满的规范性文件：起草部门提出续期、修改、废止或任其失效的意见，法制或公开机构决定，另一人执行。"
    >
      <Items base="/api/cleanups/expiring" empty="现在没有90天内到期的规范性文件" />
    </Page>
  )
}
