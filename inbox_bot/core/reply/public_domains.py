"""Domains where the public has mailboxes: many senders there are many people, and no limit per domain counts them."""

from inbox_bot.core.domains import comparable

_LISTED = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com yahoo.com ymail.com
rocketmail.com myyahoo.com aol.com aim.com att.net sbcglobal.net bellsouth.net icloud.com me.com mac.com
proton.me protonmail.com protonmail.ch pm.me tuta.com tutanota.com tutanota.de tuta.io tutamail.com keemail.me
posteo.de posteo.net mailbox.org startmail.com runbox.com fastmail.com fastmail.fm hey.com disroot.org
riseup.net mailfence.com hushmail.com countermail.com ctemplar.com kolabnow.com gmx.de gmx.net gmx.at gmx.ch
gmx.com gmx.fr gmx.co.uk web.de email.de mail.de freenet.de t-online.de arcor.de vodafone.de 1und1.de online.de
kabelmail.de unitybox.de magenta.de zoho.com zohomail.com zohomail.eu mail.com email.com usa.com europe.com
consultant.com engineer.com post.com myself.com writeme.com comcast.net verizon.net cox.net charter.net
earthlink.net juno.com netzero.net frontier.com optonline.net windstream.net shaw.ca rogers.com bell.net
sympatico.ca telus.net videotron.ca btinternet.com btopenworld.com virginmedia.com sky.com talktalk.net
ntlworld.com blueyonder.co.uk tiscali.co.uk orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr
numericable.fr club-internet.fr libero.it virgilio.it tiscali.it alice.it tin.it tim.it iol.it fastwebnet.it
email.it poste.it aruba.it telefonica.net terra.es ono.com movistar.es telefonica.es sapo.pt mail.telepac.pt
netcabo.pt clix.pt ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl xs4all.nl hetnet.nl upcmail.nl casema.nl
chello.nl telenet.be skynet.be proximus.be scarlet.be bluewin.ch hispeed.ch sunrise.ch chello.at aon.at a1.net
kabsi.at inode.at telia.com comhem.se bredband.net spray.se online.no getmail.no tdcadsl.dk mail.dk luukku.com
kolumbus.fi elisanet.fi wp.pl o2.pl onet.pl op.pl interia.pl gazeta.pl poczta.onet.pl tlen.pl seznam.cz email.cz
centrum.cz atlas.cz post.cz volny.cz azet.sk zoznam.sk centrum.sk freemail.hu citromail.hu indamail.hu
t-online.hu abv.bg mail.bg dir.bg yahoo.ro inbox.lv inbox.lt inbox.eu mail.ee hot.ee one.lt mail.ru inbox.ru
list.ru bk.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru lenta.ru ukr.net i.ua meta.ua bigmir.net tut.by
mail.by otenet.gr hol.gr forthnet.gr in.gr walla.co.il walla.com netvision.net.il bezeqint.net mynet.com
turk.net superonline.com rediffmail.com sify.com indiatimes.com qq.com foxmail.com 163.com 126.com yeah.net
sina.com sina.cn sohu.com 139.com 189.cn tom.com aliyun.com 21cn.com naver.com daum.net hanmail.net kakao.com
nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp au.com nifty.com biglobe.ne.jp ocn.ne.jp
so-net.ne.jp bigpond.com optusnet.com.au iinet.net.au tpg.com.au ozemail.com.au xtra.co.nz uol.com.br bol.com.br
terra.com.br ig.com.br globo.com globomail.com oi.com.br zipmail.com.br r7.com prodigy.net.mx infinitummail.com
telcel.net fibertel.com.ar arnet.com.ar ciudad.com.ar speedy.com.ar mweb.co.za telkomsa.net webmail.co.za
vodamail.co.za duck.com simplelogin.com simplelogin.co aleeas.com anonaddy.com addy.io mozmail.com
relay.firefox.com privaterelay.appleid.com
"""
_DOMAINS = frozenset(_LISTED.split())
#: Providers that have a domain a country: hotmail.co.uk, yahoo.de, live.nl.
_FAMILIES = frozenset({"hotmail", "outlook", "live", "yahoo", "ymail", "msn", "windowslive"})
_ENDINGS = frozenset({"", "com", "co", "ne", "net", "org"})


def is_public(domain: str) -> bool:
    """Whether anybody can have a mailbox at the domain."""
    name = comparable(domain)
    first, _, ending = name.partition(".")
    kind, _, country = ending.rpartition(".")
    of_a_country = len(country) == 2 and kind in _ENDINGS
    return name in _DOMAINS or (first in _FAMILIES and of_a_country)
