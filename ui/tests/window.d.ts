import type { Stage } from '../src/backend/fake/stage'

declare global {
  interface Window {
    slipwayStage?: Stage
  }
}
