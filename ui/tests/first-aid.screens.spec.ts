import { stories } from './first-aid-story'
import { pictureEveryLook } from './pictures'

pictureEveryLook('settings', stories)
