import '@fontsource-variable/inter/index.css'
import '../../theme/base.css'
import '../../theme/tokens.css'
import '../../theme/tones.css'
