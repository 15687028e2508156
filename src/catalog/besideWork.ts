import type { Db } from '#kit/db.ts'
import type { WorkSource } from '#kit/worklist/work.ts'
import { listProcedure } from './lists/actions.ts'
import { listKindLabels } from './lists/model.ts'
import { listsOf } from './lists/store.ts'
import { listStateLabels } from './lists/workflow.ts'
import { officialProcedure } from './official/actions.ts'
import { officialsOf } from './official/store.ts'
import { officialStateLabels } from './official/workflow.ts'
import { systemProcedure } from './reports/actions.ts'
import { systemsOf } from './reports/store.ts'
import { systemStateLabels } from './reports/workflow.ts'
import { wayWork } from './work.ts'

/** Lists that wait to be published. */
export const listWork = ({ db }: { readonly db: Db }): WorkSource =>
  wayWork(db, {
    kind: 'catalogList',
    label: '权责清单、公共服务事项清单',
    procedure: listProcedure,
    stateLabels: listStateLabels,
    address: '/catalogs/lists',
    verbs: ['publish'],
    rows: async (q, bodies) => (await listsOf(q, bodies)).filter(l => l.state === 'drafted'),
    titleOf: row => `${listKindLabels[row.kind]}第${row.number}版`,
  })

/** Attachments that wait to be confirmed by another person. */
export const officialWork = ({ db }: { readonly db: Db }): WorkSource =>
  wayWork(db, {
    kind: 'catalogOfficial',
    label: '国家目录官方附件',
    procedure: officialProcedure,
    stateLabels: officialStateLabels,
    address: '/catalogs/officials',
    together: true,
    verbs: ['confirm'],
    rows: async (q, bodies) => (await officialsOf(q, bodies)).filter(o => o.state === 'loaded'),
    titleOf: row => `${row.guideline.field}：${row.fileName}`,
  })

/** Business systems that wait for the leader. */
export const systemWork = ({ db }: { readonly db: Db }): WorkSource =>
  wayWork(db, {
    kind: 'catalogSystem',
    label: '业务系统报送',
    procedure: systemProcedure,
    stateLabels: systemStateLabels,
    address: '/catalogs/systems',
    together: true,
    verbs: ['approve'],
    rows: async (q, bodies) => (await systemsOf(q, bodies)).filter(s => s.state === 'proposed'),
    titleOf: row => row.name,
  })
