/** Everything from the press to the report. */
import { pictureEveryLook } from './pictures'
import { stories } from './release-watch-story'

pictureEveryLook('release', stories)
