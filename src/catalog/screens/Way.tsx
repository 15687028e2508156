import { roleLabels } from '#people/model.ts'
import type { BoardStanding, PlanDays, PlanView } from '../rules/board.ts'
import { compilers, versionWorkflow } from '../workflow.ts'

type Stage = {
  readonly label: string
  /** States in which it is under way. */
  readonly states: readonly BoardStanding['state'][]
  readonly by: readonly (keyof typeof roleLabels)[]
  readonly what: string
  readonly due: keyof PlanDays
}

/** The steps of J 二(一)1 as they are taken here; who takes each is what the workflow says. */
const stages: readonly Stage[] = [
  { label: '编制', states: ['none', 'compiling'], by: compilers, what: '上级的事项已经带过来，逐项写实；不列入的写明理由，本级的补进来，缺项补齐后送审。', due: 'compiledBy' },
  { label: '业务部门审核', states: ['reviewing'], by: versionWorkflow.reviewing.pass.by, what: '逐项看、逐项提意见；没有意见的报本级政府。', due: 'revisedBy' },
  { label: '修改', states: ['revising'], by: compilers, what: '有意见退回的，逐条答复、改好再送。', due: 'revisedBy' },
  { label: '本级政府审核', states: ['approving'], by: versionWorkflow.approving.approve.by, what: '审定内容和施行日期。', due: 'publishedBy' },
  { label: '公布', states: ['approved'], by: versionWorkflow.approved.publish.by, what: '在网站公布，旧版由它代替；从施行日期起按它催办和统计。', due: 'publishedBy' },
] // prettier-ignore

const shortDay = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`

/** 怎么编、谁来办、几时前: the steps of a catalog in their order, the one under way marked. `state` null: of no version in particular. */
export function Way({ state, plan }: { state: BoardStanding['state'] | null; plan: PlanView | null }) {
  const at = stages.findIndex(s => state !== null && s.states.includes(state))
  const isOver = state === 'published' || state === 'superseded'
  return (
    <section aria-label="编制的步骤">
      <h2>怎么编、谁来办、几时前</h2>
      <ol className="catalog-way">
        {stages.map((stage, i) => (
          <li
            key={stage.label}
            className={isOver || (at >= 0 && i < at) ? 'way-past' : i === at ? 'way-current' : undefined}
            aria-current={i === at ? 'step' : undefined}
          >
            <strong>
              {i + 1} {stage.label}
            </strong>
            {i === at ? <span className="way-now">现在这一步</span> : null}
            <span className="way-who">{stage.by.map(role => roleLabels[role]).join('、')}</span>
            <span>{stage.what}</span>
            {plan ? (
              <span className="way-day">
                <time dateTime={plan[stage.due]}>{shortDay(plan[stage.due])}</time>前
              </span>
            ) : null}
          </li>
        ))}
      </ol>
      <p className="quiet">
        写过这一版的人不审核、不审定、不公布它。
        {plan
          ? `日期按“${plan.title}”，最迟${plan.longStop}全部公布。`
          : '上级和本机关都没有下达编制计划，不计时；要定期限，在“编制进度”里下达。'}
      </p>
    </section>
  )
}
