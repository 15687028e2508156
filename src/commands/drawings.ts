import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawWorkflow, tableOfWorkflow, type Drawable } from '#kit/drawing.ts'
import {
  itemStateLabels,
  itemWorkflow,
  opening as cleanupOpening,
} from '#document/library/cleanup/workflow.ts'
import { libraryWorkflow } from '#document/library/workflow.ts'
import { shipped } from '#document/variants/shipped.ts'
import { tableWith } from '#document/variants/table.ts'
import { beginnings, stateLabels, workflow } from '#document/workflow.ts'
import { orderBeginnings, orderStateLabels, orderWorkflow } from '#patrol/workflow.ts'
import { alertStateLabels } from '#alert/model.ts'
import { alertBeginnings, alertWorkflow } from '#alert/workflow.ts'
import { movedStateLabels } from '#moved/model.ts'
import { movedBeginning, movedWorkflow } from '#moved/workflow.ts'
import {
  instrumentBeginning,
  instrumentStateLabels,
  instrumentWorkflow,
} from '#catalog/instrument/workflow.ts'
import { listBeginning, listStateLabels, listWorkflow } from '#catalog/lists/workflow.ts'
import { officialBeginning, officialStateLabels, officialWorkflow } from '#catalog/official/workflow.ts'
import { systemBeginning, systemStateLabels, systemWorkflow } from '#catalog/reports/workflow.ts'
import { versionBeginning, versionStateLabels, versionWorkflow } from '#catalog/workflow.ts'
import { roleLabels } from '#people/model.ts'
import {
  disposalStateLabels,
  disposalWorkflow,
  prepareStep,
  proposeStep,
  transferStateLabels,
  transferWorkflow,
} from '#archive/workflow.ts'
import {
  itemStateLabels as reexaminationLabels,
  itemWorkflow as reexaminationWorkflow,
  opening as reexaminationOpening,
} from '#document/reexamination/workflow.ts'
import { conversionStateLabels } from '#request/conversion/model.ts'
import { conversionWorkflow, proposing } from '#request/conversion/workflow.ts'
import { fileWorkflow } from '#request/files/workflow.ts'
import { letterStateLabels, letterWorkflow, making } from '#request/letters/workflow.ts'
import { remedyStateLabels } from '#request/remedies/model.ts'
import { entering, remedyWorkflow } from '#request/remedies/workflow.ts'
import { requestStateLabels, requestWorkflow } from '#request/workflow.ts'
import { webhookStateLabels } from '#outreach/webhook/model.ts'
import { webhookBeginning, webhookWorkflow } from '#outreach/webhook/workflow.ts'
import { postingStateLabels } from '#posting/model.ts'
import { postingBeginning, postingWorkflow } from '#posting/workflow.ts'
import { thesaurusBeginning, thesaurusStateLabels, thesaurusWorkflow } from '#tag/workflow.ts'

/** Every drawing of docs/drawings, made from the tables: path → content. A test holds the files against it. */
export function drawingFiles(): Map<string, string> {
  const all: Drawable[] = [
    { name: 'document', title: '公文：从发文批办单到公开', workflow, beginnings, stateLabels, roleLabels },
    {
      name: 'order',
      title: '整改工单：从巡检发现到复查办结',
      workflow: orderWorkflow,
      beginnings: orderBeginnings,
      stateLabels: orderStateLabels,
      roleLabels: { ...roleLabels, patrol: '系统巡检' },
    },
    {
      name: 'library',
      title: '规范性文件：公开以后的立改废',
      workflow: libraryWorkflow,
      beginnings: {},
      stateLabels: { published: stateLabels.published },
      roleLabels,
    },
    {
      name: 'cleanup',
      title: '规范性文件：清理和到期评估的一件',
      workflow: itemWorkflow,
      beginnings: { open: { ...cleanupOpening, to: 'asked' } },
      stateLabels: itemStateLabels,
      roleLabels,
    },
  ]
  all.push(
    {
      name: 'thesaurus',
      title: '标签目录：一版从起草到现行',
      workflow: thesaurusWorkflow,
      beginnings: { begin: thesaurusBeginning },
      stateLabels: thesaurusStateLabels,
      roleLabels,
    },
    {
      name: 'catalog',
      title: '标准目录：一个领域的一版',
      workflow: versionWorkflow,
      beginnings: { compile: versionBeginning },
      stateLabels: versionStateLabels,
      roleLabels,
    },
    {
      name: 'catalog-list',
      title: '权责清单、公共服务事项清单：一版',
      workflow: listWorkflow,
      beginnings: { import: listBeginning },
      stateLabels: listStateLabels,
      roleLabels,
    },
    {
      name: 'catalog-official',
      title: '国家目录：装入官方附件',
      workflow: officialWorkflow,
      beginnings: { load: officialBeginning },
      stateLabels: officialStateLabels,
      roleLabels,
    },
    {
      name: 'catalog-system',
      title: '业务系统：登记、批准、口令',
      workflow: systemWorkflow,
      beginnings: { register: systemBeginning },
      stateLabels: systemStateLabels,
      roleLabels,
    },
    {
      name: 'instrument',
      title: '公开指南、主动公开基本目录、负面清单：一版',
      workflow: instrumentWorkflow,
      beginnings: { compile: instrumentBeginning },
      stateLabels: instrumentStateLabels,
      roleLabels,
    },
    {
      name: 'posting',
      title: '信息发布：公文以外的公开信息',
      workflow: postingWorkflow,
      beginnings: { draft: postingBeginning },
      stateLabels: postingStateLabels,
      roleLabels,
    },
    {
      name: 'webhook',
      title: '变化推送：登记的接收系统',
      workflow: webhookWorkflow,
      beginnings: { register: webhookBeginning },
      stateLabels: webhookStateLabels,
      roleLabels,
    },
    {
      name: 'alert',
      title: '应急公告和哀悼置灰',
      workflow: alertWorkflow,
      beginnings: alertBeginnings,
      stateLabels: alertStateLabels,
      roleLabels,
    },
    {
      name: 'moved',
      title: '旧网址对照表',
      workflow: movedWorkflow,
      beginnings: { take: movedBeginning },
      stateLabels: movedStateLabels,
      roleLabels,
    },
  )
  all.push(
    {
      name: 'reexamination',
      title: '年度复查：依申请公开、不予公开公文的一件',
      workflow: reexaminationWorkflow,
      beginnings: { open: { ...reexaminationOpening, to: 'asked' } },
      stateLabels: reexaminationLabels,
      roleLabels,
    },
    {
      name: 'transfer',
      title: '向档案馆移交：一批公文',
      workflow: transferWorkflow,
      beginnings: { prepare: prepareStep },
      stateLabels: transferStateLabels,
      roleLabels,
    },
    {
      name: 'disposal',
      title: '保管期限届满的鉴定',
      workflow: disposalWorkflow,
      beginnings: { propose: proposeStep },
      stateLabels: disposalStateLabels,
      roleLabels,
    },
  )
  all.push(
    {
      name: 'request',
      title: '依申请公开：从登记到归档',
      workflow: requestWorkflow,
      beginnings: {},
      stateLabels: requestStateLabels,
      roleLabels,
    },
    {
      name: 'request-letter',
      title: '依申请公开：办理文书',
      workflow: letterWorkflow,
      beginnings: { make: making },
      stateLabels: letterStateLabels,
      roleLabels,
    },
    {
      name: 'request-file',
      title: '依申请公开：案卷材料',
      workflow: fileWorkflow,
      beginnings: {},
      stateLabels: { kept: '在卷', removed: '已删除' },
      roleLabels,
    },
    {
      name: 'request-remedy',
      title: '依申请公开：行政复议、行政诉讼',
      workflow: remedyWorkflow,
      beginnings: { enter: entering },
      stateLabels: remedyStateLabels,
      roleLabels,
    },
    {
      name: 'request-conversion',
      title: '依申请公开：转为主动公开',
      workflow: conversionWorkflow,
      beginnings: { propose: proposing },
      stateLabels: conversionStateLabels,
      roleLabels,
    },
  )
  // Every shipped variant whose table differs from the national one.
  for (const { code, name, differences } of shipped)
    if (differences.some(d => ['drop', 'narrow', 'opinion'].includes(d.kind)))
      all.push({
        name: `document-${code}`,
        title: `公文：从发文批办单到公开（${name}）`,
        workflow: tableWith(differences),
        beginnings,
        stateLabels,
        roleLabels,
      })
  return new Map(
    all.flatMap(one => [
      [`${one.name}.svg`, drawWorkflow(one)],
      [`${one.name}.md`, tableOfWorkflow(one)],
    ]),
  )
}

/** `zhaoming drawings`: writes docs/drawings anew. */
export async function drawings(root: string): Promise<number> {
  const folder = join(root, 'docs', 'drawings')
  await mkdir(folder, { recursive: true })
  for (const [name, content] of drawingFiles()) {
    const path = join(folder, name)
    const before = await readFile(path, 'utf8').catch(() => '')
    if (before !== content) {
      await writeFile(path, content)
      process.stdout.write(`已重画 docs/drawings/${name}\n`)
    }
  }
  return 0
}
