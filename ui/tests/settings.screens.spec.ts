import { pictureEveryLook } from './pictures'
import { stories } from './settings-story'

pictureEveryLook('settings', stories)
